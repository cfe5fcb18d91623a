package server

import "time"

// SetHeaderTimeout lets a test wait for less than ten seconds.
func (s *Server) SetHeaderTimeout(d time.Duration) { s.headerTimeout = d }

// SetAnswerRoom bounds the large answers that are kept at once.
func (s *Server) SetAnswerRoom(bytes int64) { s.answers.most = bytes }
