package conformance

import (
	"bytes"
	"context"
	"fmt"
	pixels "image"
	"image/color"
	"image/png"
	"maps"
	"os"
	"path/filepath"
	"slices"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"
)

// picture keeps what is seen of a page, in both themes.
func (b *tab) picture(p place) {
	b.Helper()
	folder := os.Getenv("SCREENSHOTS")
	if folder == "" || !p.kept {
		return
	}
	for _, theme := range []string{"light", "dark"} {
		b.do("picture", b.theme(theme), emulation.SetDeviceMetricsOverride(1280, 800, 1, false), keep(filepath.Join(folder, p.name+"-"+theme+".png")))
	}
	b.do("light", b.theme("light"), emulation.ClearDeviceMetricsOverride())
}

// keep writes what is seen to a file, as small as PNG can be.
func keep(file string) chromedp.Action {
	return chromedp.ActionFunc(func(ctx context.Context) error {
		var seen []byte
		if err := chromedp.CaptureScreenshot(&seen).Do(ctx); err != nil {
			return err
		}
		picture, err := png.Decode(bytes.NewReader(seen))
		if err != nil {
			return err
		}
		var small bytes.Buffer
		if err := (&png.Encoder{CompressionLevel: png.BestCompression}).Encode(&small, indexed(picture)); err != nil {
			return err
		}
		if small.Len() > 150<<10 {
			return fmt.Errorf("%s has %d bytes", file, small.Len())
		}
		return os.WriteFile(file, small.Bytes(), 0o644)
	})
}

// indexed gives a picture with its 256 most frequent colours: pages have few.
func indexed(picture pixels.Image) *pixels.Paletted {
	count := map[color.RGBA]int{}
	at := func(x, y int) color.RGBA { return color.RGBAModel.Convert(picture.At(x, y)).(color.RGBA) }
	bounds := picture.Bounds()
	for y := bounds.Min.Y; y < bounds.Max.Y; y++ {
		for x := bounds.Min.X; x < bounds.Max.X; x++ {
			count[at(x, y)]++
		}
	}
	colours := slices.SortedFunc(maps.Keys(count), func(a, b color.RGBA) int { return count[b] - count[a] })
	var palette color.Palette
	for _, c := range colours[:min(256, len(colours))] {
		palette = append(palette, c)
	}
	nearest := map[color.RGBA]uint8{}
	for _, c := range colours {
		nearest[c] = uint8(palette.Index(c))
	}
	small := pixels.NewPaletted(bounds, palette)
	for y := bounds.Min.Y; y < bounds.Max.Y; y++ {
		for x := bounds.Min.X; x < bounds.Max.X; x++ {
			small.SetColorIndex(x, y, nearest[at(x, y)])
		}
	}
	return small
}
