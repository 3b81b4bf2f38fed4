#include "services/iam/provider_shapes.h"

#include "services/iam/constraints.h"

namespace angarium::services::iam {

using wire::member;
using wire::Shape;

const Shape& CreateOpenIDConnectProviderRequest::shape() {
  using T = CreateOpenIDConnectProviderRequest;
  static constexpr wire::Member kMembers[] = {
      as_provider_url(member<&T::url>("Url").required()),
      member<&T::client_ids>("ClientIDList").each(wire::Constraint{}.length(1, 255)),
      member<&T::thumbprint_list>("ThumbprintList").each(wire::Constraint{}.length(40, 40)),
      at_most(member<&T::tags>("Tags"), 50),
  };
  static constexpr Shape kShape{"CreateOpenIDConnectProviderRequest", kMembers};
  return kShape;
}

const Shape& CreateOpenIDConnectProviderResponse::shape() {
  using T = CreateOpenIDConnectProviderResponse;
  static constexpr wire::Member kMembers[] = {
      member<&T::provider_arn>("OpenIDConnectProviderArn"),
      member<&T::tags>("Tags"),
  };
  static constexpr Shape kShape{"CreateOpenIDConnectProviderResponse", kMembers};
  return kShape;
}

const Shape& GetOpenIDConnectProviderRequest::shape() {
  using T = GetOpenIDConnectProviderRequest;
  static constexpr wire::Member kMembers[] = {
      as_arn(member<&T::provider_arn>("OpenIDConnectProviderArn").required()),
  };
  static constexpr Shape kShape{"GetOpenIDConnectProviderRequest", kMembers};
  return kShape;
}

const Shape& GetOpenIDConnectProviderResponse::shape() {
  using T = GetOpenIDConnectProviderResponse;
  static constexpr wire::Member kMembers[] = {
      member<&T::url>("Url"),
      member<&T::client_ids>("ClientIDList"),
      member<&T::thumbprint_list>("ThumbprintList"),
      member<&T::create_date>("CreateDate"),
      member<&T::tags>("Tags"),
  };
  static constexpr Shape kShape{"GetOpenIDConnectProviderResponse", kMembers};
  return kShape;
}

const Shape& ListOpenIDConnectProvidersRequest::shape() {
  static constexpr Shape kShape{"ListOpenIDConnectProvidersRequest", {}};
  return kShape;
}

const Shape& OpenIDConnectProviderListEntry::shape() {
  using T = OpenIDConnectProviderListEntry;
  static constexpr wire::Member kMembers[] = {
      member<&T::arn>("Arn"),
  };
  static constexpr Shape kShape{"OpenIDConnectProviderListEntry", kMembers};
  return kShape;
}

const Shape& ListOpenIDConnectProvidersResponse::shape() {
  using T = ListOpenIDConnectProvidersResponse;
  static constexpr wire::Member kMembers[] = {
      member<&T::provider_list>("OpenIDConnectProviderList"),
  };
  static constexpr Shape kShape{"ListOpenIDConnectProvidersResponse", kMembers};
  return kShape;
}

const Shape& DeleteOpenIDConnectProviderRequest::shape() {
  using T = DeleteOpenIDConnectProviderRequest;
  static constexpr wire::Member kMembers[] = {
      as_arn(member<&T::provider_arn>("OpenIDConnectProviderArn").required()),
  };
  static constexpr Shape kShape{"DeleteOpenIDConnectProviderRequest", kMembers};
  return kShape;
}

const Shape& UpdateOpenIDConnectProviderThumbprintRequest::shape() {
  using T = UpdateOpenIDConnectProviderThumbprintRequest;
  static constexpr wire::Member kMembers[] = {
      as_arn(member<&T::provider_arn>("OpenIDConnectProviderArn").required()),
      member<&T::thumbprint_list>("ThumbprintList")
          .required()
          .each(wire::Constraint{}.length(40, 40)),
  };
  static constexpr Shape kShape{"UpdateOpenIDConnectProviderThumbprintRequest", kMembers};
  return kShape;
}

const Shape& AddClientIDToOpenIDConnectProviderRequest::shape() {
  using T = AddClientIDToOpenIDConnectProviderRequest;
  static constexpr wire::Member kMembers[] = {
      as_arn(member<&T::provider_arn>("OpenIDConnectProviderArn").required()),
      as_client_id(member<&T::client_id>("ClientID").required()),
  };
  static constexpr Shape kShape{"AddClientIDToOpenIDConnectProviderRequest", kMembers};
  return kShape;
}

const Shape& RemoveClientIDFromOpenIDConnectProviderRequest::shape() {
  using T = RemoveClientIDFromOpenIDConnectProviderRequest;
  static constexpr wire::Member kMembers[] = {
      as_arn(member<&T::provider_arn>("OpenIDConnectProviderArn").required()),
      as_client_id(member<&T::client_id>("ClientID").required()),
  };
  static constexpr Shape kShape{"RemoveClientIDFromOpenIDConnectProviderRequest", kMembers};
  return kShape;
}

}  // namespace angarium::services::iam
