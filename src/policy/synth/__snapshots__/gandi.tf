terraform {
  required_providers {
    gandi = {
      source  = "go-gandi/gandi"
      version = ">= 2.3"
    }
  }
}

resource "gandi_livedns_record" "example_com_caa" {
  zone = "example.com"
  name = "@"
  type = "CAA"
  ttl  = 300
  values = [
    "0 issue \"letsencrypt.org;accounturi=https://acme-v02.api.letsencrypt.org/acme/acct/1;validationmethods=dns-01\"",
    "0 issue \"pki.goog\"",
    "0 issuewild \";\"",
    "0 iodef \"mailto:a@example.com\"",
  ]
  lifecycle {
    prevent_destroy = true
  }
}

resource "gandi_livedns_record" "example_com_shop-caa" {
  zone = "example.com"
  name = "shop"
  type = "CAA"
  ttl  = 300
  values = [
    "0 issue \"digicert.com\"",
    "0 issuewild \";\"",
    "0 iodef \"mailto:a@example.com\"",
  ]
  lifecycle {
    prevent_destroy = true
  }
}

# the DS record of example.com goes to its registrar 
# example.com has to be signed, and no resource here does it: sign the zone in LiveDNS (`gandi dnssec`, or the web interface)
