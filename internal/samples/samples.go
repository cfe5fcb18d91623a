package samples

import (
	"embed"
	"net/url"
	"strings"
	"sync"
	"text/template"
	"time"
)

// Call is what a sample does.
type Call struct {
	Product, Version, Action string
	Parameters               []Parameter // in the order in which they are written
	Region                   string
	// Endpoint is http://host:port or https://host:port of this server, or that of the real
	// service: see RealEndpoint.
	Endpoint string
	// AccessKeyID is that of this server. An empty Secret is read from the environment when the
	// sample runs, and so are both for the real service.
	AccessKeyID, Secret string
	// SignedURL is the address of the call, signed already. Without it there is no such sample.
	SignedURL string
	SignedFor time.Duration // how long the URL is valid; zero: for good
}

// Parameter is one flat parameter.
type Parameter struct{ Name, Value string }

// Sample is a call in a language.
type Sample struct {
	ID     string // "go-v2"
	Title  string // "Go (SDK v2)"
	Syntax string // go, python, java, javascript, shell or hcl
	File   string // what to save it as
	Setup  string // what to run before, once; empty: nothing
	Text   string
}

// languages are the samples in the order in which they are shown.
var languages = []Sample{
	{ID: "go-v2", Title: "Go (SDK v2)", Syntax: "go", File: "main.go", Setup: "go get github.com/alibabacloud-go/darabonba-openapi/v2@v2.1.13"},
	{ID: "go-v1", Title: "Go (SDK v1)", Syntax: "go", File: "main.go", Setup: "go get github.com/aliyun/alibaba-cloud-sdk-go@v1.63.107"},
	{ID: "python", Title: "Python", Syntax: "python", File: "call.py", Setup: "pip install alibabacloud_tea_openapi"},
	{ID: "java", Title: "Java", Syntax: "java", File: "Call.java", Setup: "# Maven: com.aliyun:tea-openapi:0.3.12"},
	{ID: "node", Title: "Node.js", Syntax: "javascript", File: "call.js", Setup: "npm install @alicloud/openapi-core"},
	{ID: "curl", Title: "curl (signed URL)", Syntax: "shell", File: "call.sh"},
	{ID: "curl-signing", Title: "curl (signs by itself)", Syntax: "shell", File: "call.sh"},
	{ID: "aliyun", Title: "aliyun CLI", Syntax: "shell", File: "call.sh"},
	{ID: "terraform", Title: "Terraform", Syntax: "hcl", File: "main.tf", Setup: "terraform init"},
	{ID: "sesame", Title: "sesame call", Syntax: "shell", File: "call.sh"},
}

// IDs are the samples that there can be, in the order of All.
func IDs() (all []string) {
	for _, s := range languages {
		all = append(all, s.ID)
	}
	return all
}

// RealEndpoint is where the real service is.
func RealEndpoint(product, region string) string {
	host := strings.ToLower(product)
	switch host {
	case "ecs", "vpc", "sts", "actiontrail":
		host += "." + region
	}
	return "https://" + host + realDomain
}

const realDomain = ".aliyuncs.com"

// All writes a call in every language that has a way to say it. The endpoint must be a URL.
func All(c Call) ([]Sample, error) {
	v, err := newView(c)
	if err != nil {
		return nil, err
	}
	texts, err := templates()
	if err != nil {
		return nil, err
	}
	var all []Sample
	for _, s := range languages {
		if s.ID == "terraform" && v.Terraform == nil || s.ID == "curl" && v.SignedURL == "" {
			continue
		}
		var b strings.Builder
		if err := texts.ExecuteTemplate(&b, s.ID+".txt", v); err != nil {
			return nil, err
		}
		s.Text = b.String()
		all = append(all, s)
	}
	return all, nil
}

//go:embed templates/*.txt
var texts embed.FS

var templates = sync.OnceValues(func() (*template.Template, error) {
	return template.New("").Funcs(template.FuncMap{
		"go": goText, "python": pythonText, "java": javaText, "node": nodeText, "shell": shellText, "hcl": hclText,
		"lower": strings.ToLower, "upper": strings.ToUpper,
	}).ParseFS(texts, "templates/*.txt")
})

// view is what the templates see.
type view struct {
	Call
	Scheme, Host string
	Real         bool // the real service
	OwnTLS       bool // this server by TLS, whose certificate nobody knows
	KeyFromEnv   bool
	SecretInEnv  bool
	Objects      bool // parameters within objects, which some clients refuse
	Terraform    *terraform
}

func newView(c Call) (*view, error) {
	u, err := url.Parse(c.Endpoint)
	if err != nil {
		return nil, err
	}
	v := &view{Call: c, Scheme: u.Scheme, Host: u.Host}
	v.Parameters = make([]Parameter, len(c.Parameters))
	for i, p := range c.Parameters {
		v.Parameters[i] = Parameter{clean(p.Name), clean(p.Value)}
		v.Objects = v.Objects || isObject(p.Name)
	}
	v.Real = strings.HasSuffix(u.Hostname(), realDomain)
	v.OwnTLS = !v.Real && u.Scheme == "https"
	v.KeyFromEnv = v.Real
	v.SecretInEnv = v.Real || c.Secret == ""
	if v.Real {
		v.SignedURL = ""
	}
	v.Terraform = terraformOf(v)
	return v, nil
}

// isObject: Features.NvmeSupport, but not AddAccount.1 or Tag.1.Key.
func isObject(name string) bool {
	first, rest, dotted := strings.Cut(name, ".")
	return first != "" && dotted && (rest == "" || rest[0] < '0' || rest[0] > '9')
}

// clean makes text of what is none: the API refuses it, and so would the languages.
func clean(s string) string {
	return strings.ReplaceAll(strings.ToValidUTF8(s, "\uFFFD"), "\x00", "\uFFFD")
}
