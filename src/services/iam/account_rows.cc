#include "services/iam/plans.h"
#include "services/iam/rows.h"

// Issuers of web identities, the account, and what can't be here.
namespace angarium::services::iam {
namespace {

constexpr wire::Operation kRows[] = {
    wire::operation<&Api::plan_create_provider, &Api::create_provider>(
        "CreateOpenIDConnectProvider"),
    wire::operation<&Api::plan_read<OidcProvider, GetOpenIDConnectProviderRequest>,
                    &Api::get_provider>("GetOpenIDConnectProvider"),
    wire::operation<&Api::plan_account<ListOpenIDConnectProvidersRequest>, &Api::list_providers>(
        "ListOpenIDConnectProviders"),
    wire::operation<&Api::plan_change<OidcProvider, DeleteOpenIDConnectProviderRequest>,
                    &Api::delete_provider>("DeleteOpenIDConnectProvider"),
    wire::operation<&Api::plan_change<OidcProvider, UpdateOpenIDConnectProviderThumbprintRequest>,
                    &Api::update_thumbprints>("UpdateOpenIDConnectProviderThumbprint"),
    wire::operation<&Api::plan_change<OidcProvider, AddClientIDToOpenIDConnectProviderRequest>,
                    &Api::add_client_id>("AddClientIDToOpenIDConnectProvider"),
    wire::operation<&Api::plan_change<OidcProvider, RemoveClientIDFromOpenIDConnectProviderRequest>,
                    &Api::remove_client_id>("RemoveClientIDFromOpenIDConnectProvider"),
    wire::operation<&Api::plan_change<OidcProvider, TagOpenIDConnectProviderRequest>,
                    &Api::tag<OidcProvider, TagOpenIDConnectProviderRequest>>(
        "TagOpenIDConnectProvider"),
    wire::operation<&Api::plan_change<OidcProvider, UntagOpenIDConnectProviderRequest>,
                    &Api::untag<OidcProvider, UntagOpenIDConnectProviderRequest>>(
        "UntagOpenIDConnectProvider"),
    wire::operation<&Api::plan_read<OidcProvider, ListOpenIDConnectProviderTagsRequest>,
                    &Api::list_tags<OidcProvider, ListOpenIDConnectProviderTagsRequest,
                                    ListOpenIDConnectProviderTagsResponse>>(
        "ListOpenIDConnectProviderTags"),
    wire::operation<&Api::plan_account_change<CreateAccountAliasRequest>,
                    &Api::create_account_alias>("CreateAccountAlias"),
    wire::operation<&Api::plan_account_change<DeleteAccountAliasRequest>,
                    &Api::delete_account_alias>("DeleteAccountAlias"),
    wire::operation<&Api::plan_account<ListAccountAliasesRequest>, &Api::list_account_aliases>(
        "ListAccountAliases"),
    wire::operation<&Api::plan_account<wire::NoOutput>, &Api::get_account_summary>(
        "GetAccountSummary"),
    wire::operation<&Api::plan_account<GetAccountAuthorizationDetailsRequest>,
                    &Api::get_account_authorization_details>("GetAccountAuthorizationDetails"),
    wire::operation<&Api::plan_read<Role, ListInstanceProfilesForRoleRequest>,
                    &Api::list_none_of<Role, ListInstanceProfilesForRoleRequest,
                                       ListInstanceProfilesForRoleResponse>>(
        "ListInstanceProfilesForRole"),
    wire::operation<&Api::plan_read<User, ListMFADevicesRequest>,
                    &Api::list_none_of<User, ListMFADevicesRequest, ListMFADevicesResponse>>(
        "ListMFADevices"),
    wire::operation<
        &Api::plan_read<User, ListSigningCertificatesRequest>,
        &Api::list_none_of<User, ListSigningCertificatesRequest, ListSigningCertificatesResponse>>(
        "ListSigningCertificates"),
    wire::operation<&Api::plan_read<User, ListSSHPublicKeysRequest>,
                    &Api::list_none_of<User, ListSSHPublicKeysRequest, ListSSHPublicKeysResponse>>(
        "ListSSHPublicKeys"),
    wire::operation<&Api::plan_read<User, ListServiceSpecificCredentialsRequest>,
                    &Api::list_none_of<User, ListServiceSpecificCredentialsRequest,
                                       ListServiceSpecificCredentialsResponse>>(
        "ListServiceSpecificCredentials"),
    wire::operation<&Api::plan_account<ListInstanceProfilesRequest>,
                    &Api::list_none<ListInstanceProfilesRequest, ListInstanceProfilesResponse>>(
        "ListInstanceProfiles"),
    wire::operation<&Api::plan_account<ListVirtualMFADevicesRequest>,
                    &Api::list_none<ListVirtualMFADevicesRequest, ListVirtualMFADevicesResponse>>(
        "ListVirtualMFADevices"),
    wire::operation<&Api::plan_account<ListSAMLProvidersRequest>,
                    &Api::list_none<ListSAMLProvidersRequest, ListSAMLProvidersResponse>>(
        "ListSAMLProviders"),
    wire::operation<&Api::plan_account<ListServerCertificatesRequest>,
                    &Api::list_none<ListServerCertificatesRequest, ListServerCertificatesResponse>>(
        "ListServerCertificates"),
    wire::operation<&Api::plan_read<User, GetLoginProfileRequest>, &Api::get_login_profile>(
        "GetLoginProfile"),
    wire::operation<&Api::plan_account<GetInstanceProfileRequest>, &Api::get_instance_profile>(
        "GetInstanceProfile"),
    wire::operation<&Api::plan_account<wire::NoOutput>, &Api::get_account_password_policy>(
        "GetAccountPasswordPolicy"),
};

}  // namespace

std::span<const wire::Operation> account_rows() { return kRows; }

}  // namespace angarium::services::iam
