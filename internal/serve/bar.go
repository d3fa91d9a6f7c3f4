package serve

import (
	"bytes"
	"html/template"
	"net/http"

	"luxi/internal/i18n"
)

// views are the pages on which client/views.js shows a page in frames: at three
// widths side by side, and as on paper.
var views = []string{"widths", "print"}

var viewTemplate = template.Must(template.New("view").Parse(`<!DOCTYPE html>
<html lang="{{.Lang}}" data-view="{{.Name}}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>luxi</title>
<link rel="stylesheet" href="/_luxi/client/views.css">
<script type="module" src="/_luxi/client/views.js"></script>
</head>
<body></body>
</html>
`))

// barView answers with the page of a view. Which page of the site it shows is in
// its query, which only its script reads.
func barView(name string, lang i18n.Lang) http.Handler {
	var page bytes.Buffer
	language := i18n.Text{ZH: "zh-CN", EN: "en"}.In(lang)
	if err := viewTemplate.Execute(&page, struct{ Lang, Name string }{language, name}); err != nil {
		panic(err) // it does not depend on anything
	}
	return http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		w.Header().Set("Content-Security-Policy", policy)
		_, _ = w.Write(page.Bytes()) // who has gone away need not be told
	})
}
