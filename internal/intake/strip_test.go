package intake

import (
	"bytes"
	"encoding/binary"
	"hash/crc32"
	"image"
	"image/color"
	"image/jpeg"
	"image/png"
	"testing"
)

const secret = "GPS 36.33,116.25"

// TestPicturesAreStripped holds that nobody learns from a picture where it was
// taken, and that it still shows the same.
func TestPicturesAreStripped(t *testing.T) {
	img := image.NewRGBA(image.Rect(0, 0, 9, 7))
	img.Set(3, 3, color.RGBA{200, 10, 10, 255})
	var plain bytes.Buffer
	if err := jpeg.Encode(&plain, img, nil); err != nil {
		t.Fatal(err)
	}
	exif := []byte("Exif\x00\x00II*\x00\x08\x00\x00\x00\x01\x00\x12\x01\x03\x00\x01\x00\x00\x00\x06\x00\x00\x00\x00\x00\x00\x00" + secret)
	segment := append([]byte{0xff, app1, 0, byte(2 + len(exif))}, exif...)
	photo := append(append(bytes.Clone(plain.Bytes()[:2]), segment...), plain.Bytes()[2:]...)

	var drawing bytes.Buffer
	if err := png.Encode(&drawing, img); err != nil {
		t.Fatal(err)
	}
	text := append([]byte("tEXt"), "Comment\x00"+secret...)
	chunk := binary.BigEndian.AppendUint32(nil, uint32(len(text)-4))
	chunk = binary.BigEndian.AppendUint32(append(chunk, text...), crc32.ChecksumIEEE(text))
	const afterHeader = 8 + 25
	annotated := append(append(bytes.Clone(drawing.Bytes()[:afterHeader]), chunk...), drawing.Bytes()[afterHeader:]...)

	for name, data := range map[string][]byte{"jpeg": photo, "png": annotated} {
		if !bytes.Contains(data, []byte(secret)) {
			t.Fatalf("%s: nothing to strip", name)
		}
		ext, _, ok := checkPicture(data)
		if !ok {
			t.Fatalf("%s: no picture", name)
		}
		p := newPicture(data, ext)
		if bytes.Contains(p.Data, []byte("GPS")) {
			t.Errorf("%s says where it was taken", name)
		}
		before, _, err := image.Decode(bytes.NewReader(data))
		if err != nil {
			t.Fatal(err)
		}
		after, _, err := image.Decode(bytes.NewReader(p.Data))
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		if before.At(3, 3) != after.At(3, 3) || before.Bounds() != after.Bounds() {
			t.Errorf("%s shows something else", name)
		}
	}
	if got := newPicture(photo, ".jpg"); !bytes.Contains(got.Data, orientationSegment(6)) {
		t.Error("the photo lies on its side")
	}
}
