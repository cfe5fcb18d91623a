package samples

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf16"
)

func goText(s string) string { return strconv.Quote(s) }

// literal writes s between quotes; escape gives what stands for characters that cannot be
// seen or that mean something, besides the quote and the backslash.
func literal(s, quote string, escape func(rune) string) string {
	var b strings.Builder
	b.WriteString(quote)
	for _, c := range s {
		switch {
		case c == '\\' || string(c) == quote:
			b.WriteString("\\" + string(c))
		case c == '\n':
			b.WriteString(`\n`)
		case c == '\r':
			b.WriteString(`\r`)
		case c == '\t':
			b.WriteString(`\t`)
		case !unicode.IsPrint(c): // controls, line separators, changes of direction
			b.WriteString(escape(c))
		default:
			b.WriteRune(c)
		}
	}
	return b.String() + quote
}

func pythonText(s string) string { return literal(s, `"`, longEscape) }

// longEscape is one escape for any character.
func longEscape(c rune) string {
	if c > 0xFFFF {
		return fmt.Sprintf(`\U%08x`, c)
	}
	return fmt.Sprintf(`\u%04x`, c)
}

func nodeText(s string) string { return literal(s, `'`, unicodeEscapes) }

// javaText is ASCII, because the compiler may take the file for something else than UTF-8. Controls
// are octal: their Unicode escapes would be read before the literal is.
func javaText(s string) string {
	b := literal(s, `"`, func(c rune) string {
		if c < 0x100 {
			return fmt.Sprintf(`\%03o`, c)
		}
		return unicodeEscapes(c)
	})
	var ascii strings.Builder
	for _, c := range b {
		if c > unicode.MaxASCII {
			ascii.WriteString(unicodeEscapes(c))
			continue
		}
		ascii.WriteRune(c)
	}
	return ascii.String()
}

func unicodeEscapes(c rune) string {
	if c > 0xFFFF {
		high, low := utf16.EncodeRune(c)
		return fmt.Sprintf(`\u%04x\u%04x`, high, low)
	}
	return fmt.Sprintf(`\u%04x`, c)
}

// hclText escapes templates, too: ${ and %{ would be evaluated.
func hclText(s string) string {
	return strings.NewReplacer("${", "$${", "%{", "%%{").Replace(literal(s, `"`, longEscape))
}

// plainWord is what a shell takes as it is.
var plainWord = regexp.MustCompile(`^[A-Za-z0-9_./:@%+,-][A-Za-z0-9_./:@%+=,-]*$`)

// shellText is one word for bash and zsh. A text with controls is written on one line.
func shellText(s string) string {
	if plainWord.MatchString(s) {
		return s
	}
	if !strings.ContainsFunc(s, func(c rune) bool { return unicode.IsControl(c) }) {
		return "'" + strings.ReplaceAll(s, "'", `'\''`) + "'"
	}
	return "$" + literal(s, `'`, func(c rune) string {
		if c < 0x80 {
			return fmt.Sprintf(`\%03o`, c)
		}
		return string(c) // a byte at a time would be, and \u depends on the locale
	})
}
