package install

import (
	"bytes"
	"fmt"
	"image"
	"image/color"
	"image/png"
	"math"
)

// The mark: a lens with cross hairs around a spot, on a rounded square. Lengths
// are in units of a 64 by 64 square.
const (
	side, corner         = 64.0, 14.0
	lens, rim            = 17.0, 4.0 // radius to the middle of the rim, and its width
	hairFrom, hairTo     = 13.0, 27.0
	spot                 = 6.0
	ground, glass, sight = 0x14344c, 0x7fd4e0, 0xff7a52
)

func logoSVG() []byte {
	c := side / 2
	return fmt.Appendf(nil, `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %[1]g %[1]g">
<rect width="%[1]g" height="%[1]g" rx="%[2]g" fill="#%06[3]x"/>
<g fill="none" stroke="#%06[4]x" stroke-width="%[5]g">
<circle cx="%[6]g" cy="%[6]g" r="%[7]g"/>
<path d="M%[6]g %[8]gV%[9]gM%[6]g %[10]gV%[11]gM%[8]g %[6]gH%[9]gM%[10]g %[6]gH%[11]g"/>
</g>
<circle cx="%[6]g" cy="%[6]g" r="%[12]g" fill="#%06[13]x"/>
</svg>
`, side, corner, ground, glass, rim, c, lens, c-hairTo, c-hairFrom, c+hairFrom, c+hairTo, spot, sight)
}

// logoPNG draws the same mark with size pixels a side.
func logoPNG(size int) []byte {
	img := image.NewNRGBA(image.Rect(0, 0, size, size))
	for y := range size {
		for x := range size {
			img.SetNRGBA(x, y, pixel(x, y, side/float64(size)))
		}
	}
	var b bytes.Buffer
	png.Encode(&b, img) // into memory it cannot fail
	return b.Bytes()
}

// pixel is the mean colour of 8 by 8 points of a pixel that is unit wide.
func pixel(x, y int, unit float64) color.NRGBA {
	const n = 8
	var r, g, b, covered int
	for i := range n * n {
		at := func(p, k int) float64 { return (float64(p)+(float64(k)+0.5)/n)*unit - side/2 }
		if c, ok := mark(at(x, i%n), at(y, i/n)); ok {
			r, g, b, covered = r+c>>16, g+c>>8&0xff, b+c&0xff, covered+1
		}
	}
	if covered == 0 {
		return color.NRGBA{}
	}
	return color.NRGBA{uint8(r / covered), uint8(g / covered), uint8(b / covered), uint8(covered * 255 / (n * n))}
}

// mark is the colour at a point, counted from the centre; false is outside.
func mark(x, y float64) (rgb int, ok bool) {
	ax, ay, d := math.Abs(x), math.Abs(y), math.Hypot(x, y)
	inset := side/2 - corner
	switch {
	case math.Hypot(max(ax-inset, 0), max(ay-inset, 0)) > corner:
		return 0, false
	case d < spot:
		return sight, true
	case math.Abs(d-lens) < rim/2, min(ax, ay) < rim/2 && max(ax, ay) > hairFrom && max(ax, ay) < hairTo:
		return glass, true
	}
	return ground, true
}
