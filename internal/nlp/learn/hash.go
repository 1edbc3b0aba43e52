package learn

// Hash returns a hash of s. It is the same on every machine: models are stored
// by it.
func Hash[T ~string | ~[]byte](s T) uint64 {
	h := uint64(14695981039346656037)
	for i := range len(s) {
		h ^= uint64(s[i])
		h *= 1099511628211
	}
	h ^= h >> 32
	h *= 0xd6e8feb86659fd93
	return h ^ h>>32
}

// Mix returns a hash of a and b, in this order.
func Mix(a, b uint64) uint64 {
	h := (a ^ (b + 0x9e3779b97f4a7c15 + a<<6 + a>>2)) * 0xff51afd7ed558ccd
	return h ^ h>>29
}
