#pragma once

#include <string>
#include <string_view>

#include "wire/decoding.h"
#include "wire/form.h"

namespace angarium::wire {

// awsQuery, the request's side. Fills `object`, a struct of that shape, from a form and adds what
// the form violates. Unknown parameters are ignored. An error means MalformedInput.
Result<void> decode_query(const Form& form, const Shape& shape, void* object, Decoding& decoding);

// awsQuery, the answer's side: <OpResponse xmlns="..."><OpResult>members</OpResult>
// <ResponseMetadata><RequestId>...</RequestId></ResponseMetadata></OpResponse>. A shape without a
// name (NoOutput) has no result element.
std::string encode_query_response(std::string_view operation, std::string_view xml_namespace,
                                  std::string_view request_id, const Shape& shape,
                                  const void* object);

// <ErrorResponse xmlns="..."><Error><Type>Sender</Type><Code>...</Code><Message>...</Message>...
std::string encode_query_error(const Error& error, std::string_view xml_namespace,
                               std::string_view request_id);

// Appends text as XML character data. What XML 1.0 can't carry becomes U+FFFD.
void append_xml_text(std::string_view text, std::string& out);

}  // namespace angarium::wire
