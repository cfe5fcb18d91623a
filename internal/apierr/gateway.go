package apierr

// What the gateway in front of every product says: the request frame, who is asking,
// and what went wrong inside.
var (
	UnsupportedHTTPMethod = &Error{403, "UnsupportedHTTPMethod", "This http method is not supported."}
	ActionNotFound        = &Error{404, "InvalidAction.NotFound", "Specified api is not found, please check your url and method."}
	ActionNotServed       = &Error{404, "InvalidAction.NotFound", "Specified api is not found, please check your url and method. Sesame does not serve %s yet."}
	NeedTLS               = &Error{400, "InvalidProtocol.NeedSsl", "Your request is denied as lack of ssl protect."}
	InvalidFormat         = &Error{400, "InvalidParameter.Format", "Specified parameter format is not valid."}

	InvalidAccessKeyID      = &Error{404, "InvalidAccessKeyId.NotFound", "Specified access key is not found."}
	AccessKeyInactive       = &Error{400, "InvalidAccessKeyId.Inactive", "Specified access key is disabled."}
	TimestampFormat         = &Error{400, "InvalidTimeStamp.Format", "Specified time stamp or date value is not well formatted."}
	TimestampExpired        = &Error{400, "InvalidTimeStamp.Expired", "Specified time stamp or date value is expired."}
	NonceUsed               = &Error{400, "SignatureNonceUsed", "Specified signature nonce was used already."}
	SignatureDoesNotMatch   = &Error{400, "SignatureDoesNotMatch", "Specified signature is not matched with our calculation. server string to sign is:%s"}
	IncompleteSignature     = &Error{400, "IncompleteSignature", "The request signature does not conform to Aliyun standards."}
	InvalidSignatureMethod  = &Error{400, "InvalidSignatureMethod", "Specified signature method is not valid."}
	InvalidSignatureVersion = &Error{400, "InvalidSignatureVersion", "Specified parameter SignatureVersion is not valid."}
	InvalidSignatureNonce   = &Error{400, "InvalidSignatureNonce", "Specified parameter SignatureNonce is not valid."}
	InvalidBearerToken      = &Error{400, "InvalidBearerToken", "Specified parameter BearerToken is not valid."}
	ContentHashMismatch     = &Error{400, "InvalidContentSha256", "Specified parameter x-acs-content-sha256 is not valid."}

	InvalidOwner                = &Error{400, "InvalidOwner", "OwnerId and OwnerAccount can't be used at one API access."}
	InvalidOwnerID              = &Error{400, "InvalidOwnerId", "The specified OwnerId is not valid."}
	InvalidOwnerAccount         = &Error{403, "InvalidParameter.OwnerAccount", "OwnerAccount is Invalid."}
	InvalidResourceOwnerAccount = &Error{403, "InvalidParameter.ResourceOwnerAccount", "ResourceOwnerAccount is Invalid."}

	ThrottledUser = &Error{400, "Throttling.User", "Request was denied due to user flow control."}

	InternalError      = &Error{500, "InternalError", "The request processing has failed due to some unknown error, exception or failure."}
	ServiceUnavailable = &Error{503, "ServiceUnavailable", "The request has failed due to a temporary failure of the server."}
)

// MissingFrame is the gateway's error for an absent part of the request frame
// (AccessKeyId, Signature, ...): the name is in the code.
func MissingFrame(name string) *Error {
	return &Error{400, "Missing" + name, name + " is mandatory for this action."}
}

// Gateway lists what is above: the errors that any action can be answered with, beside
// those that its row of the action table declares.
func Gateway() []*Error {
	all := []*Error{
		UnsupportedHTTPMethod, ActionNotFound, ActionNotServed, InvalidFormat,
		InvalidAccessKeyID, AccessKeyInactive, TimestampFormat, TimestampExpired, NonceUsed, SignatureDoesNotMatch,
		IncompleteSignature, InvalidSignatureMethod, InvalidSignatureVersion, InvalidSignatureNonce, InvalidBearerToken,
		ContentHashMismatch, InvalidOwner, InvalidOwnerID, InvalidOwnerAccount, InvalidResourceOwnerAccount,
		NeedTLS, ThrottledUser, InternalError, ServiceUnavailable,
	}
	for _, name := range frameParts {
		all = append(all, MissingFrame(name))
	}
	return all
}

// frameParts are what a request frame cannot do without, in both schemes of signatures.
var frameParts = []string{
	"AccessKeyId", "Signature", "Timestamp",
	"host", "x-acs-action", "x-acs-version", "x-acs-date", "x-acs-signature-nonce", "x-acs-content-sha256",
}
