"""Where Angarium's tables differ from AWS's model on purpose."""

# Constraints that a handler checks in its own way, because AWS answers with an error of its own:
# service -> "Shape.Member" or "Shape.*" -> properties that may differ.
RELAXED = {
    # SQS answers InvalidAttributeName, EmptyBatchRequest and the like, never a validation error.
    "sqs": {"*": {"enum"}},
}

# What is answered to a value that is not of an enum: service -> enum -> (code, message).
OWN_ERRORS = {
    "sqs": {
        "QueueAttributeName": ("InvalidAttributeName", "Unknown Attribute {value}."),
        "MessageSystemAttributeName": ("InvalidAttributeName", "Unknown Attribute {value}."),
        "MessageSystemAttributeNameForSends": (
            "InvalidParameterValue", "Message system attribute name '{value}' is invalid."),
    },
}


def has_own_error(service, shape):
    return shape in OWN_ERRORS.get(service, {})


def is_relaxed(service, where, prop):
    """Whether `prop` ("enum") of the member `where` ("Shape.Member") may differ."""
    rules = RELAXED.get(service, {})
    return any(prop in rules.get(key, ()) for key in (where, where.split(".")[0] + ".*", "*"))
