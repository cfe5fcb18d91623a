package server

import (
	"log/slog"

	"sesame/internal/apierr"
	"sesame/internal/rpc"
	"sesame/internal/sign"
	"sesame/internal/trace"
)

// What every request is held against before its operation is, in the order of A-001.
var (
	frameRead = &trace.Check{
		Says:  "the request can be read: GET or POST, well-formed parameters, within the limits, a known Format",
		Rules: []string{"A-080", "A-081", "A-082"},
		Codes: []string{apierr.UnsupportedHTTPMethod.Code, apierr.InvalidParameter.Code, apierr.InvalidFormat.Code},
	}
	overTLSNeeded = &trace.Check{
		Says: "the request came over TLS, where others than this machine can reach the server", Rules: []string{"A-245"},
		Codes: []string{apierr.NeedTLS.Code},
	}
	actionServed = &trace.Check{
		Says: "the action exists in this version, and is served", Rules: []string{"A-002", "A-125"},
		Codes: []string{apierr.ActionNotFound.Code},
	}
	signatureFrame = &trace.Check{
		Says: "the request says who signed it, how and when", Rules: []string{"A-083", "A-085"},
		Codes: []string{
			"MissingAccessKeyId", "MissingSignature", "MissingTimestamp", "Missinghost", "Missingx-acs-action", "Missingx-acs-version",
			"Missingx-acs-date", "Missingx-acs-signature-nonce", "Missingx-acs-content-sha256",
			apierr.IncompleteSignature.Code, apierr.InvalidSignatureMethod.Code, apierr.InvalidSignatureVersion.Code,
			apierr.InvalidSignatureNonce.Code, apierr.InvalidBearerToken.Code, apierr.TimestampFormat.Code,
		},
	}
	keyActive = &trace.Check{
		Says: "the access key exists and is active", Rules: []string{"A-001"},
		Codes: []string{apierr.InvalidAccessKeyID.Code, apierr.AccessKeyInactive.Code},
	}
	signatureTrue = &trace.Check{
		Says: "the signature is the one that the key's secret gives", Rules: []string{"A-083", "A-086"},
		Codes: []string{apierr.SignatureDoesNotMatch.Code, apierr.ContentHashMismatch.Code},
	}
	clockNear = &trace.Check{
		Says: "the time that was signed is near the server's", Rules: []string{"A-084"}, Codes: []string{apierr.TimestampExpired.Code},
	}
	nonceNew = &trace.Check{
		Says: "the nonce was not used before", Rules: []string{"A-084"}, Codes: []string{apierr.NonceUsed.Code},
	}
	ownerSelf = &trace.Check{
		Says: "the owner parameters name nobody, or the caller", Rules: []string{"A-005"},
		Codes: []string{
			apierr.InvalidOwner.Code, apierr.InvalidOwnerID.Code, apierr.InvalidOwnerAccount.Code, apierr.InvalidResourceOwnerAccount.Code,
		},
	}
	rateKept = &trace.Check{
		Says: "the account calls the action in this region no more often than it may", Rules: []string{"A-247"},
		Codes: []string{apierr.ThrottledUser.Code},
	}
	serverWell = &trace.Check{
		Says: "the server and its store are well", Codes: []string{apierr.InternalError.Code, apierr.ServiceUnavailable.Code},
	}
)

// traceFrame tells what is looked at of the frame of a signature, whatever became of it.
func traceFrame(c *rpc.Call, claim *sign.Claim) {
	if claim == nil {
		c.Trace.Check(signatureFrame)
		return
	}
	c.Trace.Check(signatureFrame, slog.String("scheme", claim.Scheme.String()), slog.String("AccessKeyId", claim.AccessKeyID),
		slog.Time("Timestamp", claim.Time), slog.String("SignatureNonce", claim.Nonce))
}

// traceOwner tells the owner parameters that were sent.
func traceOwner(c *rpc.Call, a *Account) {
	c.Trace.Check(ownerSelf, slog.String("account", a.ID), slog.String("name", a.Name))
}
