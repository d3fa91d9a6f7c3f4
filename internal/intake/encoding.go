package intake

import (
	"bytes"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/traditionalchinese"
	utf "golang.org/x/text/encoding/unicode"
)

// decodeText reads text in any encoding that Chinese comes in: by a byte order
// mark, else as valid UTF-8 without zero bytes, else by which reading has most of
// the common characters. It says by what name, whether that was a guess, and
// whether it is text at all. Line ends are LF.
func decodeText(data []byte) (text, name string, guessed, ok bool) {
	switch {
	case bytes.HasPrefix(data, []byte("\xef\xbb\xbf")):
		text, name = strings.ToValidUTF8(string(data[3:]), string(utf8.RuneError)), "UTF-8"
	case bytes.HasPrefix(data, []byte{0xff, 0xfe}):
		text, name = decodeAs(utf.UTF16(utf.LittleEndian, utf.UseBOM), data), "UTF-16LE"
	case bytes.HasPrefix(data, []byte{0xfe, 0xff}):
		text, name = decodeAs(utf.UTF16(utf.BigEndian, utf.UseBOM), data), "UTF-16BE"
	case utf8.Valid(data) && bytes.IndexByte(data, 0) < 0:
		text, name = string(data), "UTF-8"
	default:
		if text, name, ok = guessEncoding(data); !ok {
			return "", "", false, false
		}
		return unixLines(text), name, true, true
	}
	return unixLines(text), name, false, isReadable(text)
}

func unixLines(s string) string {
	return strings.NewReplacer("\r\n", "\n", "\r", "\n", "\u2028", "\n", "\u2029", "\n").Replace(s)
}

func decodeAs(e encoding.Encoding, data []byte) string {
	out, err := e.NewDecoder().Bytes(data)
	if err != nil {
		return string(utf8.RuneError)
	}
	return string(out)
}

// almostUTF8 reports UTF-8 with a damaged spot: a message that was cut off, or
// something appended to it on the way. Text of another encoding breaks at every
// other character.
func almostUTF8(data []byte) bool {
	broken, wide := 0, 0
	for len(data) > 0 {
		r, size := utf8.DecodeRune(data)
		switch {
		case r == utf8.RuneError && size == 1:
			broken++
		case size > 1:
			wide++
		}
		data = data[size:]
	}
	return broken*10 <= wide
}

// sampleSize is how much of a text is weighed.
const sampleSize = 64 << 10

// guessEncoding weighs the readings of bytes that are not UTF-8.
func guessEncoding(data []byte) (text, name string, ok bool) {
	sample := data[:min(len(data), sampleSize)]
	best := 0.0
	var chosen encoding.Encoding
	for _, c := range []struct {
		name string
		enc  encoding.Encoding
		wide bool
	}{
		{"GB18030", simplifiedchinese.GB18030, false},
		{"Big5", traditionalchinese.Big5, false},
		{"UTF-16LE", utf.UTF16(utf.LittleEndian, utf.IgnoreBOM), true},
		{"UTF-16BE", utf.UTF16(utf.BigEndian, utf.IgnoreBOM), true},
	} {
		if c.wide && len(data)%2 != 0 || !c.wide && bytes.IndexByte(data, 0) >= 0 {
			continue
		}
		if share := commonShare(decodeAs(c.enc, sample), c.name == "Big5"); share > best {
			best, name, chosen = share, c.name, c.enc
		}
	}
	const least = 0.12 // random bytes stay below a tenth
	if chosen == nil || best < least {
		return "", "", false
	}
	text = decodeAs(chosen, data)
	return text, name, isReadable(text)
}

// isReadable reports text, of which less than a hundredth is damaged.
func isReadable(s string) bool {
	bad, all := 0, 0
	for _, r := range s {
		all++
		if r == utf8.RuneError || r < 0x20 && r != '\n' && r != '\t' && r != '\r' && r != '\f' && r != '\v' {
			bad++
		}
	}
	return bad*100 <= all
}

// commonShare weighs how much of a reading is what Chinese is made of, from 0
// to 1.
func commonShare(s string, big5 bool) float64 {
	score, all := 0.0, 0
	for _, r := range s {
		all++
		switch {
		case r == utf8.RuneError || r < 0x20 && r != '\n' && r != '\t' && r != '\r' && r != '\f':
			score -= 3
		case r < 0x7f:
			score += 0.5
		case common[r]:
			score++
		case r >= 0x3000 && r <= 0x301f, r >= 0xff01 && r <= 0xff5e, r >= 0x2010 && r <= 0x2026:
			score += 0.7
		case firstLevel(r, big5):
			score += 0.35
		case unicode.Is(unicode.Co, r):
			score--
		}
	}
	if all == 0 {
		return 0
	}
	return score / float64(all)
}

// firstLevel reports the characters that an encoding has in its first level,
// those in common use: GB 2312 rows 16 to 55, Big5 A4 to C6.
func firstLevel(r rune, big5 bool) bool {
	if r < 0x4e00 || r > 0x9fff {
		return false
	}
	enc, low, high := encoding.Encoding(simplifiedchinese.GBK), byte(0xb0), byte(0xd7)
	if big5 {
		enc, low, high = traditionalchinese.Big5, 0xa4, 0xc6
	}
	b, err := enc.NewEncoder().Bytes([]byte(string(r)))
	return err == nil && len(b) == 2 && b[0] >= low && b[0] <= high && (big5 || b[1] >= 0xa1)
}

// common are the most frequent characters of newspapers, simplified, and the
// traditional forms of them.
var common = func() map[rune]bool {
	out := map[rune]bool{}
	for _, r := range "的一是在不了有和人这中大为上个国我以要他时来用们生到作地于出就分对成会可主发年动同工也能下过子说产种面而方后多定行学法所民得经" +
		"十三之进着等部度家电力里如水化高自二理起小物现实加量都两体制机当使点从业本去把性好应开它合还因由其些然前外天政四日那社义事平形相全表间样与关各" +
		"重新线内数正心反你明看原又么利比或但质气第向道命此变条只没结解问意建月公无系军很情者最立代想已通并提直题党程展五果料象员革位入常文总次品式活设及" +
		"管特件长求老头基资边流路级少图山统接知较将组见计别她手角期根论运农指几九区强放决西被干做必战先回则任取据处队南给色光门即保治北造百规热领七海口东" +
		"导器压志世金增争济阶油思术极交受联什认六共权收证改清己美再采转更单风切打白教速花带安场身车例真务具万每目至达走积示议声报斗完类八离华名确才科张信" +
		"马节话米整空元况今集温传土许步群广石记需段研界拉林律叫且究观越织装影算低持音众书布复容儿须际商非验连断深难近千周委素技备半办青省列习响约支般史感" +
		"劳便团往历市克何除消构府称太准精值号率族维划选标写存候毛亲快效斯院查江型眼王按格养易置派层片始却专状育厂京识适属包火住调满县局照参红细引听该铁价严" +
		"镇村乡振兴聊城鲁委书记董" +
		"這為個國時來們於對會發動過說產種後學經進著電裡現實兩體機當點從業應開還沒結問無軍總關線內數變條氣質則隊給門規熱領東導壓爭濟階術極聯認權證單風場" +
		"車務積議聲報鬥離華確馬話溫傳許廣記觀織裝須際驗連斷難礦備辦習響約歷構準號維劃選標寫親養層狀廠識適屬圓滿縣參紅細聽該鐵價嚴黨題圖級員設長頭計組見論" +
		"運農幾區強決戰處將書與義間樣並稱團勞專復眾兒類節萬達轉張" {
		out[r] = true
	}
	return out
}()
