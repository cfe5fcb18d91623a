package main

import (
	"embed"
	"io"
	"strings"
	"text/template"

	"sesame/internal/server"
)

type envCommand struct {
	Client   string `enum:"all,aliyun,terraform,packer,go,python,java,node" default:"all" placeholder:"NAME" help:"Which client: aliyun, terraform, packer, go, python, java, node or all (${default})."`
	Endpoint string `default:"127.0.0.1:7372" placeholder:"URL" help:"Where the server is: host:port, http://host:port or https://host:port (${default})."`
	Region   string `default:"cn-hangzhou" placeholder:"REGION" help:"Region to work in (${default})."`
}

// Help says whose key it is.
func (envCommand) Help() string {
	return `The key is the first one of a server that was started without --accounts.`
}

// clientNames are the files of clients/, in the order in which they are shown.
var clientNames = []string{"aliyun", "terraform", "packer", "go", "python", "java", "node"}

//go:embed clients/*.txt
var clientTexts embed.FS

// aim is what a client must be told.
type aim struct {
	Host, Protocol       string
	TLS                  bool
	Region               string
	Account, Key, Secret string
}

// Run prints what to paste.
func (c *envCommand) Run(a *app) error {
	endpoint, err := parseEndpoint(c.Endpoint)
	if err != nil {
		return err
	}
	first := server.DefaultAccounts()[0]
	to := aim{
		Host: endpoint.Host, Protocol: endpoint.Scheme, TLS: endpoint.Scheme == "https", Region: c.Region,
		Account: first.ID, Key: first.Keys[0].ID, Secret: first.Keys[0].Secret,
	}
	texts, err := template.New("").Funcs(template.FuncMap{"upper": strings.ToUpper}).ParseFS(clientTexts, "clients/*.txt")
	if err != nil {
		return err
	}
	var all strings.Builder
	separator := ""
	for _, name := range clientNames {
		if c.Client != "all" && c.Client != name {
			continue
		}
		all.WriteString(separator)
		separator = "\n"
		if err := texts.ExecuteTemplate(&all, name+".txt", to); err != nil {
			return err
		}
	}
	_, err = io.WriteString(a.stdout, all.String())
	return err
}
