terraform {
  required_providers {
    digitalocean = {
      source  = "digitalocean/digitalocean"
      version = ">= 2.0"
    }
  }
}

resource "digitalocean_record" "example_com_caa-issue-letsencrypt_org" {
  domain = "example.com"
  name   = "@"
  type   = "CAA"
  ttl    = 300
  flags  = 0
  tag    = "issue"
  value  = "letsencrypt.org;accounturi=https://acme-v02.api.letsencrypt.org/acme/acct/1;validationmethods=dns-01."
  lifecycle {
    prevent_destroy = true
  }
}

resource "digitalocean_record" "example_com_caa-issue-pki_goog" {
  domain = "example.com"
  name   = "@"
  type   = "CAA"
  ttl    = 300
  flags  = 0
  tag    = "issue"
  value  = "pki.goog."
  lifecycle {
    prevent_destroy = true
  }
}

resource "digitalocean_record" "example_com_caa-issuewild-none" {
  domain = "example.com"
  name   = "@"
  type   = "CAA"
  ttl    = 300
  flags  = 0
  tag    = "issuewild"
  value  = ";."
  lifecycle {
    prevent_destroy = true
  }
}

resource "digitalocean_record" "example_com_caa-iodef" {
  domain = "example.com"
  name   = "@"
  type   = "CAA"
  ttl    = 300
  flags  = 0
  tag    = "iodef"
  value  = "mailto:a@example.com"
  lifecycle {
    prevent_destroy = true
  }
}

resource "digitalocean_record" "example_com_shop-caa-issue-digicert_com" {
  domain = "example.com"
  name   = "shop"
  type   = "CAA"
  ttl    = 300
  flags  = 0
  tag    = "issue"
  value  = "digicert.com."
  lifecycle {
    prevent_destroy = true
  }
}

resource "digitalocean_record" "example_com_shop-caa-issuewild-none" {
  domain = "example.com"
  name   = "shop"
  type   = "CAA"
  ttl    = 300
  flags  = 0
  tag    = "issuewild"
  value  = ";."
  lifecycle {
    prevent_destroy = true
  }
}

resource "digitalocean_record" "example_com_shop-caa-iodef" {
  domain = "example.com"
  name   = "shop"
  type   = "CAA"
  ttl    = 300
  flags  = 0
  tag    = "iodef"
  value  = "mailto:a@example.com"
  lifecycle {
    prevent_destroy = true
  }
}

# the DS record of example.com goes to its registrar 
# example.com has to be signed, and no resource here does it: DigitalOcean does not sign zones: serve this one elsewhere
