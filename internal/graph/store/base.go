package store

// A base is an immutable part of the graph.
type base struct {
	nodes, quads uint32
}

func (b *base) value(id uint32) []byte         { return nil }
func (b *base) quad(id uint32) [4]uint32       { return [4]uint32{} }
func (b *base) count(id uint32, d int) uint32  { return 0 }
func (b *base) find(v []byte, h uint32) uint32 { return 0 }
func (b *base) findQuad(key [4]uint32) uint32  { return 0 }
func (b *base) list(id uint32, d int) list     { return list{} }

// A list runs through the quads that a node of the base has in one direction.
type list struct{}

func (l *list) next() uint32 { return 0 }
