terraform {
  required_providers {
    hcloud = {
      source  = "hetznercloud/hcloud"
      version = ">= 1.54"
    }
  }
}

resource "hcloud_zone_rrset" "example_com_caa" {
  zone = "example.com"
  name = "@"
  type = "CAA"
  ttl  = 300
  records = [
    {
      value = "0 issue \"letsencrypt.org;accounturi=https://acme-v02.api.letsencrypt.org/acme/acct/1;validationmethods=dns-01\""
    },
    {
      value = "0 issue \"pki.goog\""
    },
    {
      value = "0 issuewild \";\""
    },
    {
      value = "0 iodef \"mailto:a@example.com\""
    },
  ]
  lifecycle {
    prevent_destroy = true
  }
}

resource "hcloud_zone_rrset" "example_com_shop-caa" {
  zone = "example.com"
  name = "shop"
  type = "CAA"
  ttl  = 300
  records = [
    {
      value = "0 issue \"digicert.com\""
    },
    {
      value = "0 issuewild \";\""
    },
    {
      value = "0 iodef \"mailto:a@example.com\""
    },
  ]
  lifecycle {
    prevent_destroy = true
  }
}

# the DS record of example.com goes to its registrar 
# example.com has to be signed, and no resource here does it: the provider has no resource that signs a zone: serve this one elsewhere
