package server

import "time"

// SetTimeouts lets a test wait for less than a minute.
func (s *Server) SetTimeouts(header, read, write, idle time.Duration) {
	s.timeouts = timeouts{header, read, write, idle}
}

// SetAnswerRoom bounds the large answers that are kept at once.
func (s *Server) SetAnswerRoom(bytes int64) { s.answers.most = bytes }
