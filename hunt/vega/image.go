package vega

import (
	"bytes"
	"fmt"

	"gonum.org/v1/plot/vg/vgimg"
	"gonum.org/v1/plot/vg/vgsvg"
)

const dotsPerInch = 144 // of the PNG: twice a screen's points

// SVG is the chart as an SVG document, 760 by 380 points, without scripts or links.
func (c Chart) SVG() (data []byte, err error) {
	defer drawn(&err)
	canvas := vgsvg.New(width, height)
	c.marks().draw(canvas)
	var out bytes.Buffer
	if _, err := canvas.WriteTo(&out); err != nil {
		return nil, fmt.Errorf("draw the chart: %w", err)
	}
	return out.Bytes(), nil
}

// PNG is the chart as a picture of 1520 by 760 pixels.
func (c Chart) PNG() (data []byte, err error) {
	defer drawn(&err)
	canvas := vgimg.NewWith(vgimg.UseWH(width, height), vgimg.UseDPI(dotsPerInch))
	c.marks().draw(canvas)
	var out bytes.Buffer
	if _, err := (vgimg.PngCanvas{Canvas: canvas}).WriteTo(&out); err != nil {
		return nil, fmt.Errorf("draw the chart: %w", err)
	}
	return out.Bytes(), nil
}

// drawn turns a panic of the drawing library, as on a font that it lacks, into an error.
func drawn(err *error) {
	if r := recover(); r != nil {
		*err = fmt.Errorf("draw the chart: %v", r)
	}
}
