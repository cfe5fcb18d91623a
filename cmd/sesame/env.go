package main

type envCommand struct{}

func (envCommand) Run(a *app) error { return nil }
