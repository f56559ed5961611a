terraform {
  required_providers {
    desec = {
      source  = "timofurrer/desec"
      version = ">= 1.0"
    }
  }
}

resource "desec_rrset" "example_com_caa" {
  domain  = "example.com"
  subname = "@"
  type    = "CAA"
  ttl     = 3600
  rdata = [
    "0 issue \"letsencrypt.org;accounturi=https://acme-v02.api.letsencrypt.org/acme/acct/1;validationmethods=dns-01\"",
    "0 issue \"pki.goog\"",
    "0 issuewild \";\"",
    "0 iodef \"mailto:a@example.com\"",
  ]
  lifecycle {
    prevent_destroy = true
  }
}

resource "desec_rrset" "example_com_shop-caa" {
  domain  = "example.com"
  subname = "shop"
  type    = "CAA"
  ttl     = 3600
  rdata = [
    "0 issue \"digicert.com\"",
    "0 issuewild \";\"",
    "0 iodef \"mailto:a@example.com\"",
  ]
  lifecycle {
    prevent_destroy = true
  }
}

# the DS record of example.com goes to its registrar 
# timofurrer/desec takes no TTL below 3600 seconds: that is written for example.com
