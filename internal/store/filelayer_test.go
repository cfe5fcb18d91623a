package store_test

import (
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"unsafe"

	"modernc.org/libc"
	lib "modernc.org/sqlite/lib"
)

// fileLayer stands between SQLite and the files below a folder: it writes down what goes to
// the disk, in order, and can make the disk fail.
type fileLayer struct {
	folder string
	fail   atomic.Pointer[func(kind opKind) int32] // a result code of SQLite's, 0 to go on

	mu  sync.Mutex
	ops []fileOp
}

type opKind int

const (
	opWrite opKind = iota
	opTruncate
	opSync
	opDelete
	opSyncFolder
)

// fileOp is one thing that was asked of the disk and done.
type fileOp struct {
	kind opKind
	file string // base name
	at   int64  // offset, or the new size
	data []byte
}

// length is how much was asked of the disk so far.
func (l *fileLayer) length() int {
	l.mu.Lock()
	defer l.mu.Unlock()
	return len(l.ops)
}

func (l *fileLayer) record(op fileOp) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.ops = append(l.ops, op)
}

func (l *fileLayer) failure(kind opKind) int32 {
	if fail := l.fail.Load(); fail != nil {
		return (*fail)(kind)
	}
	return 0
}

// layers are those in use. Files of other folders go straight to the disk.
var layers = struct {
	sync.RWMutex
	once  sync.Once
	all   map[*fileLayer]bool
	open  map[uintptr]openFile // by the address of SQLite's handle
	disk  *lib.Tsqlite3_vfs    // the layer below
	shown map[uintptr]uintptr  // the address of our methods, by those of the layer below
}{all: map[*fileLayer]bool{}, open: map[uintptr]openFile{}, shown: map[uintptr]uintptr{}}

type openFile struct {
	*fileLayer
	name  string
	below *lib.Tsqlite3_io_methods
	// A log that was opened to be made has the folder synced with its first sync, as
	// SQLite's layer for Unix does.
	unsyncedName bool
}

// newFileLayer puts a layer below the stores of a folder until the test ends.
func newFileLayer(t *testing.T, folder string) *fileLayer {
	t.Helper()
	layers.once.Do(registerLayers)
	l := &fileLayer{folder: folder}
	layers.Lock()
	layers.all[l] = true
	layers.Unlock()
	t.Cleanup(func() {
		layers.Lock()
		delete(layers.all, l)
		layers.Unlock()
	})
	return l
}

// at reads an address of SQLite's as what is there.
func at[T any](address uintptr) *T { return *(**T)(unsafe.Pointer(&address)) }

// address is that of a function, as SQLite calls it; function is the way back.
func address[F any](fn F) uintptr { return *(*uintptr)(unsafe.Pointer(&fn)) }

func function[F any](address uintptr) F { return *(*F)(unsafe.Pointer(&address)) }

func registerLayers() {
	tls := libc.NewTLS()
	lib.Xsqlite3_initialize(tls)
	layers.disk = at[lib.Tsqlite3_vfs](lib.Xsqlite3_vfs_find(tls, 0))
	ours, handle := keptBySQLite(tls, *layers.disk)
	ours.FxOpen, ours.FxDelete = address(layerOpen), address(layerDelete)
	lib.Xsqlite3_vfs_register(tls, handle, 1)
}

// keptBySQLite copies a value to where SQLite's own are, for good.
func keptBySQLite[T any](tls *libc.TLS, value T) (p *T, handle uintptr) {
	handle = libc.Xmalloc(tls, libc.Tsize_t(unsafe.Sizeof(value)))
	p = at[T](handle)
	*p = value
	return p, handle
}

func layerOf(path uintptr) (l *fileLayer, name string) {
	if path == 0 {
		return nil, ""
	}
	text := libc.GoString(path)
	layers.RLock()
	defer layers.RUnlock()
	for l := range layers.all {
		if strings.HasPrefix(text, l.folder+"/") {
			return l, filepath.Base(text)
		}
	}
	return nil, ""
}

func layerOpen(tls *libc.TLS, _, name, file uintptr, flags int32, outFlags uintptr) int32 {
	disk := uintptr(unsafe.Pointer(layers.disk))
	rc := function[func(*libc.TLS, uintptr, uintptr, uintptr, int32, uintptr) int32](layers.disk.FxOpen)(tls, disk, name, file, flags, outFlags)
	l, base := layerOf(name)
	if rc != 0 || l == nil {
		return rc
	}
	layers.Lock()
	defer layers.Unlock()
	handle := at[lib.Tsqlite3_file](file)
	below := at[lib.Tsqlite3_io_methods](handle.FpMethods)
	if layers.shown[handle.FpMethods] == 0 {
		ours, shown := keptBySQLite(tls, *below)
		ours.FxWrite, ours.FxTruncate = address(layerWrite), address(layerTruncate)
		ours.FxSync, ours.FxClose = address(layerSync), address(layerClose)
		layers.shown[handle.FpMethods] = shown
	}
	handle.FpMethods = layers.shown[handle.FpMethods]
	isLog := flags&(lib.SQLITE_OPEN_WAL|lib.SQLITE_OPEN_MAIN_JOURNAL) != 0
	layers.open[file] = openFile{l, base, below, isLog && flags&lib.SQLITE_OPEN_CREATE != 0}
	return rc
}

func opened(file uintptr) openFile {
	layers.RLock()
	defer layers.RUnlock()
	return layers.open[file]
}

func layerWrite(tls *libc.TLS, file, data uintptr, n int32, offset int64) int32 {
	f := opened(file)
	if rc := f.failure(opWrite); rc != 0 {
		return rc
	}
	rc := function[func(*libc.TLS, uintptr, uintptr, int32, int64) int32](f.below.FxWrite)(tls, file, data, n, offset)
	if rc == 0 {
		f.record(fileOp{opWrite, f.name, offset, append([]byte(nil), unsafe.Slice(at[byte](data), n)...)})
	}
	return rc
}

func layerTruncate(tls *libc.TLS, file uintptr, size int64) int32 {
	f := opened(file)
	if rc := f.failure(opTruncate); rc != 0 {
		return rc
	}
	rc := function[func(*libc.TLS, uintptr, int64) int32](f.below.FxTruncate)(tls, file, size)
	if rc == 0 {
		f.record(fileOp{opTruncate, f.name, size, nil})
	}
	return rc
}

func layerSync(tls *libc.TLS, file uintptr, flags int32) int32 {
	f := opened(file)
	if rc := f.failure(opSync); rc != 0 {
		return rc
	}
	// Nothing pulls the plug on the disk itself: the sync is written down, and not waited for.
	f.record(fileOp{opSync, f.name, 0, nil})
	if f.unsyncedName {
		f.record(fileOp{opSyncFolder, "", 0, nil})
		f.unsyncedName = false
		layers.Lock()
		layers.open[file] = f
		layers.Unlock()
	}
	return 0
}

func layerClose(tls *libc.TLS, file uintptr) int32 {
	f := opened(file)
	layers.Lock()
	delete(layers.open, file)
	layers.Unlock()
	return function[func(*libc.TLS, uintptr) int32](f.below.FxClose)(tls, file)
}

func layerDelete(tls *libc.TLS, _, name uintptr, syncFolder int32) int32 {
	disk := uintptr(unsafe.Pointer(layers.disk))
	rc := function[func(*libc.TLS, uintptr, uintptr, int32) int32](layers.disk.FxDelete)(tls, disk, name, syncFolder)
	if l, base := layerOf(name); l != nil && rc == 0 {
		l.record(fileOp{opDelete, base, 0, nil})
		if syncFolder != 0 {
			l.record(fileOp{opSyncFolder, "", 0, nil})
		}
	}
	return rc
}
