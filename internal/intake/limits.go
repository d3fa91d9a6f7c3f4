package intake

// What a manuscript may cost. The longest essay is a hundredth of any of these;
// a file that was made to exhaust the program meets one of them first. They
// bound what was really read: the sizes that an archive states can lie.
const (
	maxFile     = 20 << 20 // bytes of a manuscript
	maxEntries  = 1000     // files within a zip
	maxPart     = 16 << 20 // bytes of one XML part, unpacked
	maxXML      = 64 << 20 // bytes of all XML parts
	maxElements = 1_000_000
	maxDepth    = 200
	maxPicture  = 15 << 20
	maxPictures = 100
	maxPixels   = 40_000_000
	maxFootnote = 500
	maxBlocks   = 20_000    // paragraphs and tables
	maxCells    = 50_000    // of all tables
	maxLabel    = 255       // bytes of the pattern of a list's numbers
	maxRunes    = 1_000_000 // characters of a manuscript; an essay has 1,500
	maxAllImage = 60 << 20  // bytes of all pictures of a manuscript
	maxMail     = 40 << 20  // bytes of a mail
	maxParts    = 200       // of a mail
	maxAttached = 50        // attachments of a mail
	maxHeader   = 512 << 10 // bytes of the headers of a mail or part
	maxStreams  = 4096      // entries of an OLE container
	maxHTML     = 4 << 20   // bytes of a page of HTML
)

// MaxFile is the number of bytes from which on no file is read: that of a mail,
// which may hold several manuscripts.
const MaxFile = maxMail

// maxNesting is how deep the parts of a mail may nest. Sixty multiparts in each
// other were met in the wild, so it is more than the thirty-two that would do.
const maxNesting = 64
