package sign

// Canonical is what a signature is computed of, for people to compare with what they have.
type Canonical struct {
	Request      string // of V1, the sorted and encoded parameters
	StringToSign string
}

// Canonical writes out what the claim's signature must be of.
func (c *Claim) Canonical() Canonical {
	if c.Scheme == SchemeV1 {
		return Canonical{
			Request:      string(c.canonical.query.appendQuery(nil, keyEncoded)),
			StringToSign: string(appendV1(nil, c.canonical.method, c.canonical.query)),
		}
	}
	request := c.canonical.appendRequest(nil, keyEncoded, hexSHA256(c.body))
	return Canonical{Request: string(request), StringToSign: acs3 + "\n" + hexSHA256(request)}
}
