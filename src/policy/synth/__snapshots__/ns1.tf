terraform {
  required_providers {
    ns1 = {
      source  = "ns1-terraform/ns1"
      version = ">= 2.0"
    }
  }
}

resource "ns1_record" "example_com_caa" {
  zone   = "example.com"
  domain = "example.com"
  type   = "CAA"
  ttl    = 300
  answers {
    answer = "0 issue letsencrypt.org;accounturi=https://acme-v02.api.letsencrypt.org/acme/acct/1;validationmethods=dns-01"
  }
  answers {
    answer = "0 issue pki.goog"
  }
  answers {
    answer = "0 issuewild ;"
  }
  answers {
    answer = "0 iodef mailto:a@example.com"
  }
  lifecycle {
    prevent_destroy = true
  }
}

resource "ns1_record" "example_com_shop-caa" {
  zone   = "example.com"
  domain = "shop.example.com"
  type   = "CAA"
  ttl    = 300
  answers {
    answer = "0 issue digicert.com"
  }
  answers {
    answer = "0 issuewild ;"
  }
  answers {
    answer = "0 iodef mailto:a@example.com"
  }
  lifecycle {
    prevent_destroy = true
  }
}

# the DS record of example.com goes to its registrar 
# example.com has to be signed, and no resource here does it: say dnssec = true in the resource ns1_zone of the zone
