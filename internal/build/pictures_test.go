package build

import (
	"bytes"
	"image"
	"image/color"
	"image/jpeg"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"luxi/internal/golden"
)

// photo returns a JPEG of a width, with a place in a comment, as cameras write
// one in Exif.
func photo(t testing.TB, width int) string {
	t.Helper()
	img := image.NewRGBA(image.Rect(0, 0, width, width/2))
	for y := range width / 2 {
		for x := range width {
			img.SetRGBA(x, y, color.RGBA{byte(x * y), byte(x), byte(y * 3), 255})
		}
	}
	var out bytes.Buffer
	if err := jpeg.Encode(&out, img, nil); err != nil {
		t.Fatal(err)
	}
	return string(slices.Insert(out.Bytes(), 2, []byte("\xff\xfe\x00\x0836.45N")...))
}

// album is a column with images: in a text, as a link, as a portrait.
func album(t testing.TB, width int) map[string]string {
	return map[string]string{
		"site.toml":                    minimal,
		"content/essays/2022/a.md":     essay("甲", "2022-08-01", "", "![会场](大会.jpg)\n\n![图表](b.png \"图表一\")\n\n[原图](大会.jpg)，[附件](c.pdf)。\n"),
		"content/essays/2022/大会.jpg":   photo(t, width),
		"content/essays/2022/b.png":    "图表",
		"content/essays/2022/c.pdf":    "%PDF 36.45N",
		"content/essays/2022/none.jpg": photo(t, 600),
		"content/contributors/jia.md":  "+++\nname = \"某甲\"\nportrait = \"jia.jpg\"\n+++\n",
		"content/contributors/jia.jpg": photo(t, 700),
	}
}

// anyPrint makes addresses of images readable.
var anyPrint = regexp.MustCompile(`\.[0-9a-f]{8}\.`)

func TestImagesOfPages(t *testing.T) {
	dir := t.TempDir()
	write(t, dir, album(t, 1800))
	r, site := run(t, dir, Options{})
	if len(r.Diagnostics) > 0 {
		t.Fatal(golden.Print(r.Diagnostics))
	}
	var images []string
	for address, content := range site {
		if path := anyPrint.ReplaceAllString(address, ".HASH."); strings.HasPrefix(path, "essays/") || strings.HasPrefix(path, "contributors/") {
			if !strings.HasSuffix(path, ".html") {
				images = append(images, path)
			}
		}
		if !strings.HasSuffix(address, ".pdf") && strings.Contains(content, "36.45N") {
			t.Errorf("%s says where the photograph was taken", address)
		}
	}
	slices.Sort(images)
	if want := "contributors/jia-480.HASH.jpg contributors/jia-700.HASH.jpg essays/2022/b-16.HASH.png essays/2022/c.pdf " +
		"essays/2022/大会-1600.HASH.jpg essays/2022/大会-480.HASH.jpg essays/2022/大会-960.HASH.jpg"; strings.Join(images, " ") != want {
		t.Errorf("published are %s\nwant %s", strings.Join(images, " "), want)
	}
	name := "../../essays/2022/%E5%A4%A7%E4%BC%9A"
	for address, wants := range map[string][]string{
		"essays/2022/a.html": {
			`<img src="` + name + `-960.HASH.jpg" width="1600" height="800" srcset="` + name + `-480.HASH.jpg 480w, ` + name + `-960.HASH.jpg 960w, ` +
				name + `-1600.HASH.jpg 1600w" sizes="(min-width: 48rem) 45rem, 100vw" alt="会场">`,
			`<img src="../../essays/2022/b-16.HASH.png" width="16" height="12" loading="lazy" decoding="async" alt="图表">`,
			`<a href="` + name + `-1600.HASH.jpg">原图</a>`,
			`<a href="../../essays/2022/c.pdf">`,
		},
		"contributors/jia/index.html": {
			`src="../../contributors/jia-700.HASH.jpg" srcset="../../contributors/jia-480.HASH.jpg 480w, ../../contributors/jia-700.HASH.jpg 700w" sizes="7.5rem" width="700" height="350"`,
		},
		"feed.xml": {`&lt;img src=&#34;https://example.cn/essays/2022/%E5%A4%A7%E4%BC%9A-960.HASH.jpg&#34; width=&#34;1600&#34; height=&#34;800&#34; alt=`},
	} {
		page := anyPrint.ReplaceAllString(site[address], ".HASH.")
		for _, want := range wants {
			if !strings.Contains(page, want) {
				t.Errorf("%s lacks %s:\n%s", address, want, page)
			}
		}
	}
	for address, text := range site { // every address of an image leads to one
		for _, link := range regexp.MustCompile(`essays/2022/[^" ]*\.jpg`).FindAllString(text, -1) {
			if link = strings.ReplaceAll(link, "%E5%A4%A7%E4%BC%9A", "大会"); strings.HasSuffix(address, ".html") && site[link] == "" {
				t.Errorf("%s leads to %s", address, link)
			}
		}
	}
}

// What is kept of images changes no byte of the site, and neither does its loss.
func TestImagesAreKept(t *testing.T) {
	dir := t.TempDir()
	write(t, dir, album(t, 650))
	store := filepath.Join(dir, filepath.FromSlash(imagesDir))
	_, want := run(t, dir, Options{})
	if _, err := os.Stat(filepath.Dir(store)); err == nil {
		t.Error("a build that keeps nothing wrote something")
	}
	same := func(when string) {
		t.Helper()
		if _, got := run(t, dir, Options{Keep: true}); !maps.Equal(got, want) {
			t.Errorf("%s the site is another", when)
		}
	}
	files := func(pattern string) []string {
		t.Helper()
		names, err := filepath.Glob(filepath.Join(store, pattern))
		if err != nil {
			t.Fatal(err)
		}
		return names
	}
	same("kept for the first time")
	if len(files("*.json")) != 3 || len(files("*.jpg")) != 4 || len(files("*.part")) != 0 {
		t.Errorf("kept are %v", files("*"))
	}
	same("from what is kept")
	if err := os.Remove(files("*.jpg")[0]); err != nil {
		t.Fatal(err)
	}
	same("with a file gone")
	if err := os.WriteFile(files("*.jpg")[1], []byte("x"), 0o644); err != nil {
		t.Fatal(err)
	}
	same("with a file cut off")
	for _, name := range files("*.json") {
		if err := os.WriteFile(name, []byte("{"), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	same("with broken records")
	if err := os.RemoveAll(store); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(store, nil, 0o644); err != nil {
		t.Fatal(err)
	}
	same("with no room to keep it")

	// What is kept is taken: of another file under the same name, another picture.
	if err := os.Remove(store); err != nil {
		t.Fatal(err)
	}
	same("again")
	for _, name := range files("*-480.jpg") {
		edit(t, name, func(text []byte) []byte { text[len(text)/2] ^= 1; return text })
	}
	same("with damaged files")
	for _, name := range files("*.json") {
		edit(t, name, func(text []byte) []byte { return bytes.Replace(text, []byte(`"Height":`), []byte(`"Height":1`), 1) })
	}
	if _, got := run(t, dir, Options{Keep: true}); maps.Equal(got, want) {
		t.Error("what is kept is not used")
	}
	write(t, dir, map[string]string{"content/essays/2022/大会.jpg": photo(t, 600)})
	_, got := run(t, dir, Options{Keep: true})
	if !strings.Contains(got["essays/2022/a.html"], `width="600"`) {
		t.Error("an image that changed is shown as it was")
	}
}

func TestImagesThatCannotBeShown(t *testing.T) {
	dir := t.TempDir()
	files := album(t, 650)
	files["content/essays/2022/大会.jpg"] = "\x00\x00\x00\x18ftypheic\xff\xff\xff\xff"
	files["content/essays/2022/b.png"] = files["content/contributors/jia.jpg"][:900]
	write(t, dir, files)
	r, _ := run(t, dir, Options{Keep: true})
	var got []string
	for _, d := range r.Diagnostics {
		got = append(got, d.Range.File+" "+d.Code)
	}
	if want := "content/essays/2022/b.png image-broken, content/essays/2022/大会.jpg image-heic"; strings.Join(got, ", ") != want {
		t.Errorf("told is %v", got)
	}
}

func edit(t *testing.T, name string, change func([]byte) []byte) {
	t.Helper()
	text, err := os.ReadFile(name)
	if err == nil {
		err = os.WriteFile(name, change(text), 0o644)
	}
	if err != nil {
		t.Fatal(err)
	}
}

// A page is made again when an image on it is another, and only then.
func TestImagesArePartOfThePage(t *testing.T) {
	dir := t.TempDir()
	write(t, dir, album(t, 650))
	root, err := os.OpenRoot(dir)
	if err != nil {
		t.Fatal(err)
	}
	defer root.Close()
	sink := newShelf()
	build := func() []string {
		t.Helper()
		sink.next()
		r, err := Run(t.Context(), root, Options{Now: at(t, "2022-08-15T12:00:00+08:00")}, sink)
		if err != nil || r.Diagnostics.HasErrors() {
			t.Fatal(err, golden.Print(r.Diagnostics))
		}
		slices.Sort(sink.put)
		for i, address := range sink.put {
			sink.put[i] = anyPrint.ReplaceAllString(address, ".HASH.")
		}
		return sink.put
	}
	build()
	if made := build(); len(made) > 0 {
		t.Errorf("made again: %v", made)
	}
	write(t, dir, map[string]string{"content/essays/2022/b.png": "另一张图表"})
	if got, want := strings.Join(build(), " "), "essays/2022/a.html essays/2022/b-16.HASH.png feed.json feed.xml"; got != want {
		t.Errorf("made is %s, want %s", got, want)
	}
	write(t, dir, map[string]string{"content/contributors/jia.jpg": photo(t, 300)})
	if got, want := strings.Join(build(), " "), "contributors/jia-300.HASH.jpg contributors/jia/index.html"; got != want {
		t.Errorf("made is %s, want %s", got, want)
	}
}
