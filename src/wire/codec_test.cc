#include <gtest/gtest.h>

#include "wire/json_codec.h"
#include "wire/query_codec.h"

namespace angarium::wire {
namespace {

struct Leaf {
  std::string id;
  std::optional<int32_t> count;
  std::vector<Leaf> leaves = {};
  static const Shape& shape();
};

struct Everything {
  std::string name;
  std::optional<std::string> state;
  std::optional<int32_t> integer;
  std::optional<int64_t> long_number;
  std::optional<double> number;
  std::optional<bool> flag;
  std::optional<Blob> blob;
  std::optional<base::Time> time;
  std::optional<Leaf> leaf;
  std::vector<Leaf> leaves;
  std::vector<std::string> texts;
  std::vector<std::string> flat;
  std::map<std::string, std::string> map;
  std::map<std::string, Leaf> flat_map;
  static const Shape& shape();
};

const Shape& Leaf::shape() {
  static constexpr Member kMembers[] = {
      member<&Leaf::id>("Id").required().length(1, 4).pattern("[a-z]+"),
      member<&Leaf::count>("Count").range(1, 10),
      member<&Leaf::leaves>("Leaves"),
  };
  static constexpr Shape kShape{"Leaf", kMembers};
  return kShape;
}

bool is_not_blank(std::string_view text) {
  return text.find_first_not_of(" \t\r\n") != std::string_view::npos;
}

const Shape& Everything::shape() {
  using E = Everything;
  static constexpr std::string_view kStates[] = {"ON", "OFF"};
  static constexpr Member kMembers[] = {
      member<&E::name>("Name").required().length(1, 8).pattern(R"(^(?!\s*$).+)", is_not_blank),
      member<&E::state>("State").one_of(kStates),
      member<&E::integer>("Integer"),
      member<&E::long_number>("Long"),
      member<&E::number>("Number"),
      member<&E::flag>("Flag"),
      member<&E::blob>("Blob"),
      member<&E::time>("Time"),
      member<&E::leaf>("Leaf"),
      member<&E::leaves>("Leaves").items(0, 2),
      member<&E::texts>("Texts").items(1, 3).each(Constraint().length(1, 3)),
      member<&E::flat>("Flats").flattened("Flat"),
      member<&E::map>("Map").keys(Constraint().length(1, 2)).each(Constraint().length(0, 3)),
      member<&E::flat_map>("FlatMap").flattened_map("Entry", "Name", "Value"),
      unsupported("Later"),
  };
  static constexpr Shape kShape{"Everything", kMembers};
  return kShape;
}

// Decodes by one protocol; `error` is what decoding could not read, `violations` what it did not
// like.
struct Decoded {
  Everything value;
  Violations violations;
  std::string error;
};

const Patterns& patterns() {
  static const Patterns* const compiled = [] {
    auto* made = new Patterns;
    made->add(Everything::shape());
    return made;
  }();
  return *compiled;
}

Decoded from_json(std::string_view body) {
  Decoded decoded;
  Decoding decoding{.patterns = patterns(), .violations = decoded.violations};
  auto result = decode_json(body, Everything::shape(), &decoded.value, decoding);
  if (!result.ok()) decoded.error = result.error().code + ": " + result.error().message;
  return decoded;
}

Decoded from_form(std::string_view body) {
  Decoded decoded;
  auto form = Form::parse(body);
  if (!form.ok()) {
    decoded.error = form.error().code_in_query() + ": " + form.error().message;
    return decoded;
  }
  Decoding decoding{.patterns = patterns(), .violations = decoded.violations};
  auto result = decode_query(*form, Everything::shape(), &decoded.value, decoding);
  if (!result.ok()) decoded.error = result.error().code_in_query() + ": " + result.error().message;
  return decoded;
}

constexpr std::string_view kAllJson =
    R"({"Name":"n","State":"ON","Integer":-5,"Long":9007199254740993,"Number":1.5,"Flag":true,)"
    R"("Blob":"AAE=","Time":1795336200.250,"Leaf":{"Id":"a","Count":3,"Leaves":)"
    R"([{"Id":"b","Leaves":[]}]},)"
    R"("Leaves":[{"Id":"c","Leaves":[]}],"Texts":["x","y"],"Flats":["f"],"Map":{"k":"v"},)"
    R"("FlatMap":{"m":{"Id":"d","Leaves":[]}}})";

void expect_all(const Everything& value) {
  EXPECT_EQ(value.name, "n");
  EXPECT_EQ(value.state, "ON");
  EXPECT_EQ(value.integer, -5);
  EXPECT_EQ(value.long_number, 9007199254740993);
  EXPECT_EQ(value.number, 1.5);
  EXPECT_EQ(value.flag, true);
  EXPECT_EQ(value.blob->bytes, std::string("\0\1", 2));
  EXPECT_EQ(base::format_iso_milliseconds(*value.time), "2026-11-22T08:30:00.250Z");
  ASSERT_TRUE(value.leaf);
  EXPECT_EQ(value.leaf->id, "a");
  EXPECT_EQ(value.leaf->count, 3);
  ASSERT_EQ(value.leaf->leaves.size(), 1u);
  EXPECT_EQ(value.leaf->leaves[0].id, "b");
  ASSERT_EQ(value.leaves.size(), 1u);
  EXPECT_EQ(value.leaves[0].id, "c");
  EXPECT_EQ(value.texts, (std::vector<std::string>{"x", "y"}));
  EXPECT_EQ(value.flat, std::vector<std::string>{"f"});
  EXPECT_EQ(value.map, (std::map<std::string, std::string>{{"k", "v"}}));
  ASSERT_TRUE(value.flat_map.contains("m"));
  EXPECT_EQ(value.flat_map.at("m").id, "d");
}

// What is stored was within the limits of its day.
TEST(JsonCodec, OwnJsonIsReadWithoutItsConstraints) {
  Everything value;
  std::string_view stored = R"({"Name":"","State":"GONE","Texts":["longer than three"]})";
  ASSERT_TRUE(decode_own_json(stored, Everything::shape(), &value).ok());
  EXPECT_EQ(value.state, "GONE");
  EXPECT_EQ(value.texts, std::vector<std::string>{"longer than three"});
  EXPECT_FALSE(decode_own_json("{", Everything::shape(), &value).ok());
}

TEST(JsonCodec, EveryKindThereAndBack) {
  Decoded decoded = from_json(kAllJson);
  ASSERT_EQ(decoded.error, "");
  EXPECT_TRUE(decoded.violations.empty()) << decoded.violations.message();
  expect_all(decoded.value);
  std::string out;
  encode_json(Everything::shape(), &decoded.value, out);
  EXPECT_EQ(out, kAllJson);
}

TEST(QueryCodec, EveryKind) {
  Decoded decoded = from_form(
      "Action=X&Version=1&Name=n&State=ON&Integer=-5&Long=9007199254740993&Number=1.5&Flag=true&"
      "Blob=AAE%3D&Time=2026-11-22T08%3A30%3A00.250Z&Leaf.Id=a&Leaf.Count=3&"
      "Leaf.Leaves.member.1.Id=b&Leaves.member.1.Id=c&Texts.member.1=x&Texts.member.2=y&Flat.1=f&"
      "Map.entry.1.key=k&Map.entry.1.value=v&Entry.1.Name=m&Entry.1.Value.Id=d");
  ASSERT_EQ(decoded.error, "");
  EXPECT_TRUE(decoded.violations.empty()) << decoded.violations.message();
  expect_all(decoded.value);
  EXPECT_EQ(
      encode_query_response("Do", "urn:x", "id-1", Everything::shape(), &decoded.value),
      "<DoResponse xmlns=\"urn:x\"><DoResult><Name>n</Name><State>ON</State><Integer>-5</Integer>"
      "<Long>9007199254740993</Long><Number>1.5</Number><Flag>true</Flag><Blob>AAE=</Blob>"
      "<Time>2026-11-22T08:30:00.250Z</Time><Leaf><Id>a</Id><Count>3</Count><Leaves><member>"
      "<Id>b</Id><Leaves></Leaves></member></Leaves></Leaf><Leaves><member><Id>c</Id><Leaves>"
      "</Leaves></member></Leaves><Texts><member>x</member><member>y</member></Texts>"
      "<Flat>f</Flat><Map><entry><key>k</key><value>v</value></entry></Map><Entry><Name>m</Name>"
      "<Value><Id>d</Id><Leaves></Leaves></Value></Entry></DoResult><ResponseMetadata><RequestId>"
      "id-1</RequestId></ResponseMetadata></DoResponse>");
}

TEST(QueryCodec, ListsAreInTheOrderOfTheirNumbers) {
  std::string form = "Name=n";
  for (int i = 12; i >= 1; --i) form += "&Flat." + std::to_string(i) + "=" + std::to_string(i);
  Decoded decoded = from_form(form);
  ASSERT_EQ(decoded.value.flat.size(), 12u);
  EXPECT_EQ(decoded.value.flat[1], "2");
  EXPECT_EQ(decoded.value.flat[11], "12");
}

TEST(QueryCodec, MalformedInput) {
  for (const char* body :
       {"Name=n&Integer=x", "Name=n&Integer=", "Name=n&Integer=1.5", "Name=n&Flag=yes",
        "Name=n&Long=99999999999999999999", "Name=n&Blob=A", "Name=n&Time=today", "Name=n&Flat.x=1",
        "Name=n&Flat.0=1", "Name=n&Flat.1.2=1", "Name.1=n", "Name=%zz", "Name=%", "Name=%ff",
        "Name=n&Number=inf", "Name=n&Entry.1.Value.Id=x", "Name=n&Map.entry.1.key=k"}) {
    EXPECT_TRUE(from_form(body).error.starts_with("MalformedInput: ")) << body;
  }
}

TEST(JsonCodec, WrongTypesAreSerializationErrors) {
  for (const char* body : {R"([])",
                           R"("x")",
                           R"(null)",
                           R"({"Name":5})",
                           R"({"Name":["n"]})",
                           R"({"Name":"n","Flag":"true"})",
                           R"({"Name":"n","Integer":"5"})",
                           R"({"Name":"n","Integer":1.5})",
                           R"({"Name":"n","Integer":3000000000})",
                           R"({"Name":"n","Long":1e300})",
                           R"({"Name":"n","Leaf":[]})",
                           R"({"Name":"n","Leaf":"x"})",
                           R"({"Name":"n","Leaves":{}})",
                           R"({"Name":"n","Leaves":[null]})",
                           R"({"Name":"n","Leaves":["x"]})",
                           R"({"Name":"n","Texts":[1]})",
                           R"({"Name":"n","Map":[]})",
                           R"({"Name":"n","Map":{"k":1}})",
                           R"({"Name":"n","Blob":"="})",
                           R"({"Name":"n","Time":"yesterday"})",
                           R"({"Name":"n","Time":-1})",
                           R"({"Name":"n")",
                           R"({"Name":"n"} x)",
                           "{\"Name\":\"\xff\"}"}) {
    Decoded decoded = from_json(body);
    EXPECT_TRUE(decoded.error.starts_with("SerializationException: ")) << body << decoded.error;
  }
  EXPECT_EQ(from_json(R"({"Name":5})").error,
            "SerializationException: NUMBER_VALUE can not be converted to a String at `name`");
}

TEST(JsonCodec, NumbersMayBeSpelledOddly) {
  Decoded decoded =
      from_json(R"({"Name":"n","Integer":5.0,"Long":1e3,"Time":"2026-11-22T08:30:00Z"})");
  EXPECT_EQ(decoded.error, "");
  EXPECT_EQ(decoded.value.integer, 5);
  EXPECT_EQ(decoded.value.long_number, 1000);
  EXPECT_TRUE(decoded.value.time);
}

TEST(JsonCodec, NullIsAbsentAndTheLastOfTwoCounts) {
  Decoded decoded = from_json(R"({"Name":"a","Name":"b","State":null,"Later":null})");
  EXPECT_EQ(decoded.value.name, "b");
  EXPECT_FALSE(decoded.value.state);
  EXPECT_TRUE(decoded.violations.empty());
}

TEST(JsonCodec, DepthIsLimited) {
  std::string body =
      R"({"Name":"n","Unknown":)" + std::string(70, '[') + std::string(70, ']') + "}";
  EXPECT_TRUE(from_json(body).error.starts_with("SerializationException: "));
}

TEST(Codec, TenThousandUnknownMembersAreIgnored) {
  std::string json = "{";
  std::string form;
  for (int i = 0; i < 10'000; ++i) {
    json += "\"Unknown" + std::to_string(i) + "\":{\"a\":[1,2]},";
    form += "Unknown." + std::to_string(i) + "=x&";
  }
  EXPECT_EQ(from_json(json + "\"Name\":\"n\"}").value.name, "n");
  EXPECT_EQ(from_form(form + "Name=n").value.name, "n");
}

TEST(Codec, TheBudgetBoundsWhatASmallBodyAllocates) {
  auto texts = [](int64_t count) {
    std::string body = R"({"Name":"n","Flats":[)";
    for (int64_t i = 0; i < count; ++i) body += i == 0 ? "\"\"" : ",\"\"";
    return from_json(body + "]}").error;
  };
  EXPECT_EQ(texts(Decoding::kBudget), "");
  EXPECT_TRUE(texts(Decoding::kBudget + 1).starts_with("SerializationException: "));
  std::string form = "Name=n";
  for (size_t i = 1; i < Form::kParametersMax; ++i) form += "&p=";
  EXPECT_EQ(from_form(form).error, "");
  EXPECT_TRUE(from_form(form + "&p=").error.starts_with("MalformedInput: "));
}

TEST(Validation, SaysWhatAwsSays) {
  auto message = [](std::string_view body) { return from_json(body).violations.message(); };
  EXPECT_EQ(
      message("{}"),
      "1 validation error detected: Value null at 'name' failed to satisfy constraint: Member "
      "must not be null");
  EXPECT_EQ(
      message(R"({"Name":"123456789"})"),
      "1 validation error detected: Value '123456789' at 'name' failed to satisfy constraint: "
      "Member must have length less than or equal to 8");
  EXPECT_EQ(
      message(R"({"Name":" "})"),
      R"(1 validation error detected: Value ' ' at 'name' failed to satisfy constraint: Member )"
      R"(must satisfy regular expression pattern: ^(?!\s*$).+)");
  EXPECT_EQ(message(R"({"Name":"n","State":"MAYBE"})"),
            "1 validation error detected: Value 'MAYBE' at 'state' failed to satisfy constraint: "
            "Member must satisfy enum value set: [ON, OFF]");
  EXPECT_EQ(message(R"({"Name":"n","Leaf":{"Id":"a","Count":11}})"),
            "1 validation error detected: Value '11' at 'leaf.count' failed to satisfy constraint: "
            "Member must have value less than or equal to 10");
  EXPECT_EQ(message(R"({"Name":"n","Leaves":[{"Id":"a"},{"Id":""}]})"),
            "2 validation errors detected: Value '' at 'leaves.2.member.id' failed to satisfy "
            "constraint: Member must have length greater than or equal to 1; Value '' at "
            "'leaves.2.member.id' failed to satisfy constraint: Member must satisfy regular "
            "expression pattern: [a-z]+");
  EXPECT_EQ(
      message(R"({"Name":"n","Texts":["ok","long"]})"),
      "1 validation error detected: Value '[ok, long]' at 'texts' failed to satisfy "
      "constraint: Member must satisfy constraint: [Member must have length less than or equal "
      "to 3, Member must have length greater than or equal to 1]");
  EXPECT_EQ(message(R"({"Name":"n","Map":{"k":"long"}})"),
            "1 validation error detected: Value '{k=long}' at 'map' failed to satisfy constraint: "
            "Map value must satisfy constraint: [Member must have length less than or equal to 3, "
            "Member must have length greater than or equal to 0]");
  EXPECT_EQ(message(R"({"Name":"n","FlatMap":{"x":{}}})"),
            "1 validation error detected: Value null at 'flatMap.x.member.id' failed to satisfy "
            "constraint: Member must not be null");
  EXPECT_EQ(message(R"({"Name":"n","Later":1})"),
            "1 validation error detected: Parameter `Later` is not supported by this server");
}

TEST(Validation, LengthsCountCharactersNotBytes) {
  EXPECT_TRUE(from_json("{\"Name\":\"\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\"}")
                  .violations.empty());
  EXPECT_FALSE(from_json("{\"Name\":\"\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\"}")
                   .violations.empty());
}

TEST(Validation, ListBoundsHoldAtTheLimit) {
  auto count = [](std::string_view body) { return from_json(body).violations.count(); };
  EXPECT_EQ(count(R"({"Name":"n","Leaves":[{"Id":"a"},{"Id":"b"}]})"), 0u);
  EXPECT_EQ(count(R"({"Name":"n","Leaves":[{"Id":"a"},{"Id":"b"},{"Id":"c"}]})"), 1u);
  EXPECT_EQ(count(R"({"Name":"n","Texts":[]})"), 1u);
}

TEST(Validation, MessagesStaySmall) {
  std::string body = R"({"Name":")" + std::string(100'000, 'x') + R"(","Leaves":[)";
  for (int i = 0; i < 100; ++i) body += i == 0 ? "{}" : ",{}";
  Decoded decoded = from_json(body + "]}");
  EXPECT_EQ(decoded.violations.count(), 102u);  // name, 100 ids, the list's length
  EXPECT_EQ(decoded.violations.kept().size(), Violations::kKeptMax);
  EXPECT_LT(decoded.violations.message().size(), 8'000u);
}

TEST(Xml, EscapesWhatMarkupIs) {
  std::string out;
  append_xml_text("a<b>&\"c\"\r\n\x01\xff", out);
  EXPECT_EQ(out, "\xEF\xBF\xBD");
  out.clear();
  append_xml_text("a<b>&\"c\"\r\n\x01", out);
  EXPECT_EQ(out, "a&lt;b&gt;&amp;&quot;c&quot;&#xD;\n\xEF\xBF\xBD");
}

}  // namespace
}  // namespace angarium::wire
