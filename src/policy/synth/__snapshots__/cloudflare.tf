terraform {
  required_providers {
    cloudflare = {
      source  = "cloudflare/cloudflare"
      version = "~> 5.14"
    }
  }
}

variable "example_com_zone_id" {
  description = "example.com: id of the zone"
  type        = string
}

resource "cloudflare_dns_record" "example_com_caa-issue-letsencrypt_org" {
  zone_id = var.example_com_zone_id
  name    = "example.com"
  type    = "CAA"
  ttl     = 300
  data = {
    flags = 0
    tag   = "issue"
    value = "letsencrypt.org;accounturi=https://acme-v02.api.letsencrypt.org/acme/acct/1;validationmethods=dns-01"
  }
  lifecycle {
    prevent_destroy = true
  }
}

resource "cloudflare_dns_record" "example_com_caa-issue-pki_goog" {
  zone_id = var.example_com_zone_id
  name    = "example.com"
  type    = "CAA"
  ttl     = 300
  data = {
    flags = 0
    tag   = "issue"
    value = "pki.goog"
  }
  lifecycle {
    prevent_destroy = true
  }
}

resource "cloudflare_dns_record" "example_com_caa-issuewild-none" {
  zone_id = var.example_com_zone_id
  name    = "example.com"
  type    = "CAA"
  ttl     = 300
  data = {
    flags = 0
    tag   = "issuewild"
    value = ";"
  }
  lifecycle {
    prevent_destroy = true
  }
}

resource "cloudflare_dns_record" "example_com_caa-iodef" {
  zone_id = var.example_com_zone_id
  name    = "example.com"
  type    = "CAA"
  ttl     = 300
  data = {
    flags = 0
    tag   = "iodef"
    value = "mailto:a@example.com"
  }
  lifecycle {
    prevent_destroy = true
  }
}

resource "cloudflare_dns_record" "example_com_shop-caa-issue-digicert_com" {
  zone_id = var.example_com_zone_id
  name    = "shop.example.com"
  type    = "CAA"
  ttl     = 300
  data = {
    flags = 0
    tag   = "issue"
    value = "digicert.com"
  }
  lifecycle {
    prevent_destroy = true
  }
}

resource "cloudflare_dns_record" "example_com_shop-caa-issuewild-none" {
  zone_id = var.example_com_zone_id
  name    = "shop.example.com"
  type    = "CAA"
  ttl     = 300
  data = {
    flags = 0
    tag   = "issuewild"
    value = ";"
  }
  lifecycle {
    prevent_destroy = true
  }
}

resource "cloudflare_dns_record" "example_com_shop-caa-iodef" {
  zone_id = var.example_com_zone_id
  name    = "shop.example.com"
  type    = "CAA"
  ttl     = 300
  data = {
    flags = 0
    tag   = "iodef"
    value = "mailto:a@example.com"
  }
  lifecycle {
    prevent_destroy = true
  }
}

resource "cloudflare_zone_dnssec" "example_com_dnssec" {
  zone_id = var.example_com_zone_id
  status  = "active"
  lifecycle {
    prevent_destroy = true
  }
}

# the DS record of example.com goes to its registrar 
