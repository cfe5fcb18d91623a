package trace

import (
	"encoding/binary"
	"log/slog"
	"time"
)

// Checks appends the checks of the steps.
func (t *Trace) Checks(to []*Check) []*Check {
	for i := range t.steps {
		to = append(to, t.steps[i].check)
	}
	return to
}

// Append appends all but the checks as bytes: very many traces that are kept would keep the
// garbage collector busy.
func (t *Trace) Append(b []byte) []byte {
	from := 0
	for i := range t.steps {
		to := t.steps[i].to
		b = binary.AppendUvarint(b, uint64(to-from))
		for n := from; n < to; n++ {
			b = appendAttr(b, &t.looked[n])
		}
		from = to
	}
	b = binary.AppendUvarint(b, uint64(len(t.effects)))
	for _, e := range t.effects {
		b = AppendString(AppendString(AppendString(b, e.Resource), e.Before), e.After)
	}
	return b
}

func appendAttr(b []byte, a *slog.Attr) []byte {
	b = append(AppendString(b, a.Key), byte(a.Value.Kind()))
	switch v := a.Value; v.Kind() {
	case slog.KindInt64:
		return binary.AppendVarint(b, v.Int64())
	case slog.KindBool:
		if v.Bool() {
			return append(b, 1)
		}
		return append(b, 0)
	case slog.KindDuration:
		return binary.AppendVarint(b, int64(v.Duration()))
	case slog.KindTime:
		return binary.AppendVarint(b, v.Time().UnixMilli())
	default:
		return AppendString(b, v.String())
	}
}

// Read reads a trace from what Append and Checks gave, and gives the bytes behind it.
func Read(b []byte, checks []*Check) (*Trace, []byte) {
	t := &Trace{}
	var n uint64
	for _, k := range checks {
		for n, b = readUvarint(b); n > 0; n-- {
			var a slog.Attr
			a, b = readAttr(b)
			t.looked = append(t.looked, a)
		}
		t.steps = append(t.steps, step{k, len(t.looked)})
	}
	for n, b = readUvarint(b); n > 0; n-- {
		var e Effect
		e.Resource, b = ReadString(b)
		e.Before, b = ReadString(b)
		e.After, b = ReadString(b)
		t.effects = append(t.effects, e)
	}
	return t, b
}

func readAttr(b []byte) (slog.Attr, []byte) {
	key, b := ReadString(b)
	kind := slog.Kind(b[0])
	b = b[1:]
	switch kind {
	case slog.KindBool:
		return slog.Bool(key, b[0] == 1), b[1:]
	case slog.KindInt64, slog.KindDuration, slog.KindTime:
		n, size := binary.Varint(b)
		b = b[size:]
		if kind == slog.KindDuration {
			return slog.Duration(key, time.Duration(n)), b
		}
		if kind == slog.KindTime {
			return slog.Time(key, time.UnixMilli(n)), b
		}
		return slog.Int64(key, n), b
	default:
		text, b := ReadString(b)
		return slog.String(key, text), b
	}
}

// AppendString appends a text behind its length.
func AppendString[T string | []byte](b []byte, s T) []byte {
	return append(binary.AppendUvarint(b, uint64(len(s))), s...)
}

// ReadString reads what AppendString wrote, and gives the bytes behind it.
func ReadString(b []byte) (string, []byte) {
	n, b := readUvarint(b)
	return string(b[:n]), b[n:]
}

func readUvarint(b []byte) (uint64, []byte) {
	n, size := binary.Uvarint(b)
	return n, b[size:]
}
