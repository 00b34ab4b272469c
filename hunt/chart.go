package hunt

// Chart is a picture of a frame.
type Chart struct{ frame *Frame }

// Color stacks the bars by the values of col.
func (c *Chart) Color(col string) *Chart { return c }

// Title is the heading.
func (c *Chart) Title(text string) *Chart { return c }

// Legend switches the legend.
func (c *Chart) Legend(on bool) *Chart { return c }

// XLabels switches the labels of the x axis.
func (c *Chart) XLabels(on bool) *Chart { return c }

// YLabels switches the labels of the y axis.
func (c *Chart) YLabels(on bool) *Chart { return c }

// MIME is the chart as Vega-Lite, SVG, PNG and text.
func (c *Chart) MIME() map[string]any { return nil }

// Settle reads the rows that the chart shows.
func (c *Chart) Settle() {}
