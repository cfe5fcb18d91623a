package cloud

import (
	"encoding/binary"
	"encoding/hex"
	"io"
	"strings"
	"sync"
)

// IDs makes identifiers from a source of random bytes: crypto/rand, or a seeded source
// for runs that can be repeated. It is safe for concurrent use.
type IDs struct {
	mu     sync.Mutex
	source io.Reader
	buf    [1024]byte
	left   []byte
}

// NewIDs returns identifiers drawn from source, which must never fail.
func NewIDs(source io.Reader) *IDs { return &IDs{source: source} }

// Kinds of resource, as identifiers begin.
const (
	KindImage    = "m"
	KindInstance = "i"
	KindDisk     = "d"
	KindSnapshot = "s"
	KindTask     = "t"

	KindVPC              = "vpc"
	KindVSwitch          = "vsw"
	KindSecurityGroup    = "sg"
	KindNetworkInterface = "eni"
)

// regionMarks are what identifiers of some regions begin with, as observed in public examples.
var regionMarks = map[string]string{
	"cn-hangzhou": "bp1", "cn-beijing": "2ze", "cn-shanghai": "uf6", "cn-shenzhen": "wz9",
	"cn-qingdao": "m5e", "cn-zhangjiakou": "8vb", "cn-huhehaote": "hp3", "cn-hongkong": "j6c",
	"cn-guangzhou": "7xv", "cn-chengdu": "2vc", "ap-southeast-1": "t4n", "ap-northeast-1": "6we",
	"us-west-1": "rj9", "us-east-1": "0xi", "eu-central-1": "gw8",
}

// New makes an identifier such as "m-bp1g7004ksh0oeuc4x2q": kind, a mark of the region, base 36.
func (d *IDs) New(kind, region string) string {
	const length, alphabet = 20, "0123456789abcdefghijklmnopqrstuvwxyz"
	var b strings.Builder
	b.Grow(len(kind) + 1 + length)
	b.WriteString(kind)
	b.WriteByte('-')
	mark := regionMarks[region]
	b.WriteString(mark)
	var raw [length]byte
	d.read(raw[:])
	for _, c := range raw[len(mark):] {
		b.WriteByte(alphabet[int(c)%len(alphabet)])
	}
	return b.String()
}

// RequestID makes an upper-case UUID (version 4).
func (d *IDs) RequestID() string {
	var raw [16]byte
	d.read(raw[:])
	raw[6] = raw[6]&0x0f | 0x40
	raw[8] = raw[8]&0x3f | 0x80
	var out [36]byte
	hex.Encode(out[0:8], raw[0:4])
	hex.Encode(out[9:13], raw[4:6])
	hex.Encode(out[14:18], raw[6:8])
	hex.Encode(out[19:23], raw[8:10])
	hex.Encode(out[24:36], raw[10:16])
	out[8], out[13], out[18], out[23] = '-', '-', '-', '-'
	for i, c := range out {
		if c >= 'a' {
			out[i] = c - 'a' + 'A'
		}
	}
	return string(out[:])
}

// Uint64 is a random number, for jitter and nonces.
func (d *IDs) Uint64() uint64 {
	var raw [8]byte
	d.read(raw[:])
	return binary.LittleEndian.Uint64(raw[:])
}

// read fills b from a buffer, so that the source is asked once for many identifiers.
func (d *IDs) read(b []byte) {
	d.mu.Lock()
	defer d.mu.Unlock()
	for len(b) > 0 {
		if len(d.left) == 0 {
			if _, err := io.ReadFull(d.source, d.buf[:]); err != nil {
				panic("source of identifiers: " + err.Error())
			}
			d.left = d.buf[:]
		}
		n := copy(b, d.left)
		b, d.left = b[n:], d.left[n:]
	}
}
