"""IAM as boto3 and infrastructure tools use it: everything made, listed page by page, still there
after a restart, and deleted in the order in which Terraform deletes."""
import json

import pytest
from botocore.exceptions import ClientError

ACCOUNT = "111122223333"
ALLOW = {"Version": "2012-10-17",
         "Statement": [{"Effect": "Allow", "Action": "sqs:SendMessage", "Resource": "*"}]}


def trust(principal):
    return json.dumps({"Version": "2012-10-17",
                       "Statement": [{"Effect": "Allow", "Action": "sts:AssumeRole",
                                      "Principal": {"AWS": principal}}]})


def pages(iam, operation, key, **arguments):
    """All items of a list, two to a page."""
    paginator = iam.get_paginator(operation)
    return [item for page in paginator.paginate(PaginationConfig={"PageSize": 2}, **arguments)
            for item in page[key]]


def code_of(call, **arguments):
    with pytest.raises(ClientError) as raised:
        call(**arguments)
    response = raised.value.response
    return response["Error"]["Code"], response["ResponseMetadata"]["HTTPStatusCode"]


def build(iam):
    """A small organization: returns what was drawn for it."""
    policy = iam.create_policy(PolicyName="send", Path="/way/", PolicyDocument=json.dumps(ALLOW),
                               Tags=[{"Key": "Team", "Value": "relay"}])["Policy"]["Arn"]
    for name in ("ann", "bob", "cid"):
        iam.create_user(UserName=name, Path="/way/")
    iam.create_group(GroupName="couriers")
    iam.add_user_to_group(GroupName="couriers", UserName="bob")
    iam.attach_group_policy(GroupName="couriers", PolicyArn=policy)
    iam.put_user_policy(UserName="bob", PolicyName="own", PolicyDocument=json.dumps(ALLOW))
    bob = iam.get_user(UserName="bob")["User"]["Arn"]
    for name in ("relay-1", "relay-2", "relay-3"):
        iam.create_role(RoleName=name, AssumeRolePolicyDocument=trust(bob),
                        PermissionsBoundary=policy, MaxSessionDuration=7200)
    iam.attach_role_policy(RoleName="relay-1",
                           PolicyArn="arn:aws:iam::aws:policy/AmazonSQSReadOnlyAccess")
    iam.put_role_policy(RoleName="relay-1", PolicyName="own", PolicyDocument=json.dumps(ALLOW))
    key = iam.create_access_key(UserName="bob")["AccessKey"]
    provider = iam.create_open_id_connect_provider(
        Url="https://issuer.example/a", ClientIDList=["relay"],
        ThumbprintList=["0" * 40])["OpenIDConnectProviderArn"]
    iam.create_account_alias(AccountAlias="way-station")
    return policy, key, provider


def assert_all_there(iam, policy, key, provider):
    assert [user["UserName"] for user in pages(iam, "list_users", "Users")] == ["ann", "bob", "cid"]
    roles = pages(iam, "list_roles", "Roles")
    assert [role["RoleName"] for role in roles] == ["relay-1", "relay-2", "relay-3"]
    principal = roles[0]["AssumeRolePolicyDocument"]["Statement"][0]["Principal"]
    assert principal == {"AWS": f"arn:aws:iam::{ACCOUNT}:user/way/bob"}
    assert iam.get_role(RoleName="relay-2")["Role"]["PermissionsBoundary"] == {
        "PermissionsBoundaryType": "Policy", "PermissionsBoundaryArn": policy}
    assert iam.get_user_policy(UserName="bob", PolicyName="own")["PolicyDocument"] == ALLOW
    version = iam.get_policy_version(PolicyArn=policy, VersionId="v1")["PolicyVersion"]
    assert version["Document"] == ALLOW and version["IsDefaultVersion"]
    members = iam.get_group(GroupName="couriers")["Users"]
    assert [user["UserName"] for user in members] == ["bob"]
    keys = iam.list_access_keys(UserName="bob")["AccessKeyMetadata"]
    assert [one["AccessKeyId"] for one in keys] == [key["AccessKeyId"]]
    assert iam.get_open_id_connect_provider(
        OpenIDConnectProviderArn=provider)["ClientIDList"] == ["relay"]
    assert iam.list_account_aliases()["AccountAliases"] == ["way-station"]
    local = pages(iam, "list_policies", "Policies", Scope="Local")
    assert [(one["Arn"], one["AttachmentCount"]) for one in local] == [(policy, 1)]
    ours = {"AmazonSQSFullAccess", "AmazonEventBridgeFullAccess", "AdministratorAccess"}
    names = {one["PolicyName"] for one in pages(iam, "list_policies", "Policies", Scope="AWS")}
    assert ours <= names
    details = iam.get_account_authorization_details()
    assert [user["GroupList"] for user in details["UserDetailList"]] == [[], ["couriers"], []]


def delete_role(iam, name):
    """Terraform's order: profiles, policies, boundary, role."""
    assert iam.list_instance_profiles_for_role(RoleName=name)["InstanceProfiles"] == []
    for policy in iam.list_attached_role_policies(RoleName=name)["AttachedPolicies"]:
        iam.detach_role_policy(RoleName=name, PolicyArn=policy["PolicyArn"])
    for policy in iam.list_role_policies(RoleName=name)["PolicyNames"]:
        iam.delete_role_policy(RoleName=name, PolicyName=policy)
    iam.delete_role_permissions_boundary(RoleName=name)
    iam.delete_role(RoleName=name)


def delete_user(iam, name):
    """Terraform's order with force_destroy."""
    for group in iam.list_groups_for_user(UserName=name)["Groups"]:
        iam.remove_user_from_group(UserName=name, GroupName=group["GroupName"])
    for policy in iam.list_user_policies(UserName=name)["PolicyNames"]:
        iam.delete_user_policy(UserName=name, PolicyName=policy)
    for key in iam.list_access_keys(UserName=name)["AccessKeyMetadata"]:
        iam.delete_access_key(UserName=name, AccessKeyId=key["AccessKeyId"])
    assert iam.list_ssh_public_keys(UserName=name)["SSHPublicKeys"] == []
    assert iam.list_mfa_devices(UserName=name)["MFADevices"] == []
    assert code_of(iam.get_login_profile, UserName=name) == ("NoSuchEntity", 404)
    assert iam.list_signing_certificates(UserName=name)["Certificates"] == []
    assert iam.list_service_specific_credentials(
        UserName=name)["ServiceSpecificCredentials"] == []
    iam.delete_user(UserName=name)


def delete_all(iam, policy, provider):
    assert code_of(iam.delete_policy, PolicyArn=policy) == ("DeleteConflict", 409)
    assert code_of(iam.delete_role, RoleName="relay-1") == ("DeleteConflict", 409)
    assert code_of(iam.delete_user, UserName="bob") == ("DeleteConflict", 409)
    for name in ("relay-1", "relay-2", "relay-3"):
        delete_role(iam, name)
    for name in ("ann", "bob", "cid"):
        delete_user(iam, name)
    iam.detach_group_policy(GroupName="couriers", PolicyArn=policy)
    iam.delete_group(GroupName="couriers")
    iam.delete_policy(PolicyArn=policy)
    iam.delete_open_id_connect_provider(OpenIDConnectProviderArn=provider)
    iam.delete_account_alias(AccountAlias="way-station")


def test_everything_is_made_kept_and_deleted(start_dev, tmp_path):
    server = start_dev("--data", str(tmp_path / "data"))
    policy, key, provider = build(server.account(ACCOUNT).client("iam"))
    assert_all_there(server.account(ACCOUNT).client("iam"), policy, key, provider)
    server.kill()
    server.start()
    iam = server.account(ACCOUNT).client("iam")
    assert_all_there(iam, policy, key, provider)
    delete_all(iam, policy, provider)
    server.stop()
    server.start()
    details = server.account(ACCOUNT).client("iam").get_account_authorization_details()
    assert not any(details[part] for part in
                   ("UserDetailList", "GroupDetailList", "RoleDetailList", "Policies"))


def test_the_command_line_sees_the_same(dev):
    account = dev.account("222233334444")
    account.aws("iam", "create-user", "--user-name", "ann")
    made = account.aws("iam", "create-role", "--role-name", "relay",
                       "--assume-role-policy-document", trust("arn:aws:iam::222233334444:user/ann"))
    assert made["Role"]["Arn"] == "arn:aws:iam::222233334444:role/relay"
    listed = account.aws("iam", "list-roles")["Roles"]
    assert [role["RoleName"] for role in listed] == ["relay"]
    summary = account.aws("iam", "get-account-summary")["SummaryMap"]
    assert (summary["Users"], summary["UsersQuota"]) == (1, 5000)


def test_a_simulation_says_what_would_be_decided(dev):
    account = dev.account("333344445555")
    iam = account.client("iam")
    iam.create_user(UserName="ann")
    iam.put_user_policy(UserName="ann", PolicyName="send", PolicyDocument=json.dumps({
        "Version": "2012-10-17", "Statement": [{
            "Effect": "Allow", "Action": "sqs:SendMessage", "Resource": "*",
            "Condition": {"StringEquals": {"aws:PrincipalTag/team": "relay"}}}]}))
    ann, queue = "arn:aws:iam::333344445555:user/ann", "arn:aws:sqs:eu-west-1:333344445555:q"
    assert iam.get_context_keys_for_principal_policy(PolicySourceArn=ann)["ContextKeyNames"] == [
        "aws:PrincipalTag/team"]
    asked = {"PolicySourceArn": ann, "ActionNames": ["sqs:SendMessage", "sqs:DeleteQueue"],
             "ResourceArns": [queue]}
    without = iam.simulate_principal_policy(**asked)["EvaluationResults"]
    assert [one["EvalDecision"] for one in without] == ["implicitDeny"] * 2
    specific = without[0]["ResourceSpecificResults"]
    assert specific[0]["MissingContextValues"] == ["aws:PrincipalTag/team"]
    pages = iam.get_paginator("simulate_principal_policy").paginate(
        ContextEntries=[{"ContextKeyName": "aws:PrincipalTag/team", "ContextKeyType": "string",
                         "ContextKeyValues": ["relay"]}],
        PaginationConfig={"PageSize": 1}, **asked)
    results = [result for page in pages for result in page["EvaluationResults"]]
    assert [one["EvalDecision"] for one in results] == ["allowed", "implicitDeny"]
    assert results[0]["EvalDecisionDetails"] == {}
    assert results[0]["MatchedStatements"] == [{
        "SourcePolicyId": "user_ann_send", "SourcePolicyType": "IAM Policy",
        "StartPosition": {"Line": 1, "Column": 41}, "EndPosition": {"Line": 1, "Column": 173}}]
    told = account.aws("iam", "simulate-custom-policy", "--policy-input-list", json.dumps(ALLOW),
                       "--action-names", "sqs:SendMessage")
    assert told["EvaluationResults"][0]["EvalDecision"] == "allowed"


def test_no_secret_is_readable_in_the_data(start_dev, tmp_path):
    server = start_dev("--data", str(tmp_path / "data"))
    iam = server.account(ACCOUNT).client("iam")
    iam.create_user(UserName="ann")
    secret = iam.create_access_key(UserName="ann")["AccessKey"]["SecretAccessKey"]
    server.stop()
    files = [path for path in (tmp_path / "data").rglob("*") if path.is_file()]
    assert files and not any(secret.encode() in path.read_bytes() for path in files)
