package console

import "html/template"

// icons are drawn on 24 by 24, in the colour of the text beside them.
var icons = map[string]string{
	"image":    `<rect x="3" y="4" width="18" height="12" rx="2"/><path d="M7 20h10M12 16v4"/>`,
	"family":   `<circle cx="6" cy="6" r="2.5"/><circle cx="6" cy="18" r="2.5"/><circle cx="18" cy="12" r="2.5"/><path d="M6 8.500v7M8.400 6.800c4 1 7 2 7.500 3.400"/>`,
	"region":   `<circle cx="12" cy="12" r="9"/><path d="M3 12h18M12 3c3 3 3 15 0 18M12 3c-3 3-3 15 0 18"/>`,
	"account":  `<circle cx="12" cy="8" r="4"/><path d="M4 21c1-5 4-7 8-7s7 2 8 7"/>`,
	"theme":    `<circle cx="12" cy="12" r="8"/><path d="M12 4v16a8 8 0 0 0 0-16z" fill="currentColor"/>`,
	"search":   `<circle cx="11" cy="11" r="7"/><path d="m16 16 5 5"/>`,
	"shield":   `<path d="M12 3 4 6v6c0 5 4 8 8 9 4-1 8-4 8-9V6z"/>`,
	"back":     `<path d="M9 14 4 9l5-5M4 9h10a6 6 0 0 1 0 12h-3"/>`,
	"activity": `<path d="M3 12h4l3 8 4-16 3 8h4"/>`,
	"play":     `<path d="m8 5 11 7-11 7z"/>`,
	"alert":    `<path d="M12 3 2 20h20zM12 10v4M12 17v.500"/>`,
}

// icon is decoration: whatever it means is written beside it.
func icon(name string) template.HTML {
	return template.HTML(`<svg class="icon" viewBox="0 0 24 24" aria-hidden="true" focusable="false">` + icons[name] + `</svg>`)
}
