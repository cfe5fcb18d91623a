package conformance

import (
	"errors"
	"testing"
)

// client is an SDK as stories and workflows see it: calls in one region, by one account.
// An empty string is a parameter that is not sent.
type client interface {
	createImage(n newImage) (imageID string, err error)
	modify(imageID string, c change) error
	images(q query) ([]image, error)
	familyHead(family string) (imageID string, err error)
	share(imageID string, add, remove []string) error
	sharedWith(imageID string) (accounts []string, err error)
	deleteImage(imageID string) error
	forceDeleteImage(imageID string) error

	copyImage(imageID string, n newCopy) (copyID string, err error)
	importImage(n newImport) (imageID string, err error)
	addTag(kind, id, value string) error
	deleteSnapshot(snapshotID string) error

	runInstances(n newInstances) (instanceIDs []string, err error)
	instances(instanceIDs ...string) ([]instance, error)
	stopInstance(instanceID string) error
	replaceSystemDisk(instanceID, imageID string) error
	deleteInstance(instanceID string) error // running or not

	// refusal is what the SDK tells of an answer that is an error.
	refusal(err error) (refusal, bool)
}

// errUnsupported: the client cannot express what is asked.
var errUnsupported = errors.New("the client has no such parameter")

type newImage struct{ instance, snapshot, name, family, tag, token string }

type newCopy struct {
	region, name string
	encrypted    bool
}

// newImport takes a disk image out of a bucket.
type newImport struct{ name, bucket, object string }

type newInstances struct {
	image, family string
	amount        int
}

type instance struct{ id, image, status string }

type change struct {
	name, status, family, nvmeSupport, bootMode string
	description                                 *string // sent when empty, if the client can
	dryRun                                      bool
}

type query struct{ id, name, family, owner, status, tag string }

type image struct {
	id, name, family, description, status string
	owner, ownerAlias, nvmeSupport        string
	bootMode                              string
	tag                                   string
	snapshot                              string // of the system disk
	copied                                bool
}

// tagKey is the key of the one tag that things have here.
const tagKey = "story"

type refusal struct {
	status        int
	code, message string
	requestID     string
}

// options say how a client is to aim at the server, and as whom.
type options struct {
	host        string // host:port
	https       bool
	roots       bool // HTTPS: trust the server's certificate; else verify nothing
	key, secret string
	region      string // that of the demo, when empty
	retries     int
}

type dialer func(*testing.T, options) client

func asAli(host string) options { return options{host: host, key: aliKey, secret: aliSecret} }
