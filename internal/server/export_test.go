package server

import "time"

// SetHeaderTimeout lets a test wait for less than ten seconds.
func (s *Server) SetHeaderTimeout(d time.Duration) { s.headerTimeout = d }
