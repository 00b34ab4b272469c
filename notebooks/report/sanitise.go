package report

import (
	"regexp"
	"strings"

	"github.com/microcosm-cc/bluemonday"
)

// Two allow-lists: authored is for the Markdown of the notebook, hunted for HTML that cells put out.
var (
	authored = policy(true)
	hunted   = policy(false)
)

var (
	inlineImage = regexp.MustCompile(`^data:image/(png|jpeg|gif|webp|svg\+xml);base64,[A-Za-z0-9+/]*={0,2}$`)
	webLink     = regexp.MustCompile(`^(?i:https?://|mailto:)`)
	anchor      = regexp.MustCompile(`^#[A-Za-z0-9_:.-]*$`)
	anchorName  = regexp.MustCompile(`^s-[a-z0-9-]*$`) // only those that markdown.go gives
	sentence    = regexp.MustCompile(`^[^<>]*$`)
)

// policy allows text, tables, lists, images that are in the page, and inline style that stays in its place.
// Scripts, forms, frames, event handlers, classes and everything that loads are not on the list.
func policy(author bool) *bluemonday.Policy {
	p := bluemonday.NewPolicy()
	p.AllowElements("p", "br", "hr", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "pre", "code", "kbd", "samp", "var", "em", "strong",
		"b", "i", "u", "s", "del", "ins", "sub", "sup", "small", "mark", "abbr", "q", "cite", "span", "div", "section", "figure", "figcaption",
		"ul", "ol", "li", "dl", "dt", "dd", "details", "summary", "table", "caption", "colgroup", "col", "thead", "tbody", "tfoot", "tr", "th", "td", "time")
	p.AllowAttrs("colspan", "rowspan").Matching(bluemonday.Integer).OnElements("td", "th")
	p.AllowAttrs("start").Matching(bluemonday.Integer).OnElements("ol")
	p.AllowAttrs("scope", "align").Matching(bluemonday.SpaceSeparatedTokens).OnElements("td", "th")
	p.AllowAttrs("open").Matching(regexp.MustCompile(`^$`)).OnElements("details")
	p.AllowAttrs("title").Matching(sentence).Globally()
	p.AllowAttrs("src").Matching(inlineImage).OnElements("img")
	p.AllowAttrs("alt").Matching(sentence).OnElements("img")
	p.AllowAttrs("width", "height").Matching(bluemonday.NumberOrPercent).OnElements("img")
	p.AllowURLSchemes("http", "https", "mailto", "data")
	p.AllowAttrs("href").Matching(webLink).OnElements("a")
	p.RequireNoFollowOnLinks(true)
	p.RequireNoReferrerOnLinks(true)
	p.AllowStyles(properties...).MatchingHandler(calm).Globally()
	if author {
		p.AllowRelativeURLs(true)
		p.AllowAttrs("href").Matching(anchor).OnElements("a")
		p.AllowAttrs("id").Matching(anchorName).OnElements("h1", "h2", "h3", "h4", "h5", "h6")
		p.AllowAttrs("type").Matching(regexp.MustCompile(`^checkbox$`)).OnElements("input") // task lists
		p.AllowAttrs("checked", "disabled").Matching(regexp.MustCompile(`^$`)).OnElements("input")
	}
	return p
}

// properties can change how text looks, but neither move it over other text nor load anything.
var properties = []string{
	"background", "background-color", "border", "border-bottom", "border-bottom-color", "border-collapse", "border-color", "border-left",
	"border-left-color", "border-radius", "border-right", "border-spacing", "border-style", "border-top", "border-width", "box-sizing", "color",
	"cursor", "display", "flex", "flex-direction", "flex-wrap", "font", "font-family", "font-size", "font-style", "font-variant-numeric", "font-weight",
	"gap", "height", "letter-spacing", "line-height", "list-style", "margin", "margin-bottom", "margin-left", "margin-right", "margin-top", "max-height",
	"max-width", "min-width", "opacity", "overflow", "overflow-wrap", "overflow-x", "overflow-y", "padding", "padding-bottom", "padding-left", "padding-right",
	"padding-top", "table-layout", "text-align", "text-decoration", "text-overflow", "text-transform", "unicode-bidi", "user-select", "vertical-align",
	"white-space", "width", "word-break",
}

var calmValue = regexp.MustCompile(`^[A-Za-z0-9#%., ()/'"!-]*$`)

// calm refuses values that load something, and negative lengths, with which text could leave its place.
func calm(value string) bool {
	low := strings.ToLower(value)
	for _, bad := range []string{"url", "image", "expression", "attr(", "env(", "fixed"} {
		if strings.Contains(low, bad) {
			return false
		}
	}
	return calmValue.MatchString(value) && !strings.HasPrefix(value, "-") && !strings.Contains(value, " -")
}
