"""sts:GetCallerIdentity: who the server takes a caller for."""


def test_in_development_the_access_key_is_the_account(dev):
    identity = dev.account("444455556666").client("sts").get_caller_identity()
    assert identity["Account"] == "444455556666"


def test_any_other_access_key_is_account_zero(dev):
    identity = dev.account("AKIDEXAMPLE").client("sts").get_caller_identity()
    assert identity["Account"] == "000000000000"


def test_the_command_line_sees_the_same(dev):
    account = dev.account("444455556666")
    seen = account.aws("sts", "get-caller-identity")
    told = account.client("sts").get_caller_identity()
    assert {name: told[name] for name in ("UserId", "Account", "Arn")} == seen
