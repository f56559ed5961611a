terraform {
  required_providers {
    google = {
      source  = "hashicorp/google"
      version = ">= 5.0"
    }
  }
}

variable "example_com_managed_zone" {
  description = "example.com: name of the managed zone in the project"
  type        = string
}

resource "google_dns_record_set" "example_com_caa" {
  managed_zone = var.example_com_managed_zone
  name         = "example.com."
  type         = "CAA"
  ttl          = 300
  rrdatas = [
    "0 issue \"letsencrypt.org;accounturi=https://acme-v02.api.letsencrypt.org/acme/acct/1;validationmethods=dns-01\"",
    "0 issue \"pki.goog\"",
    "0 issuewild \";\"",
    "0 iodef \"mailto:a@example.com\"",
  ]
  lifecycle {
    prevent_destroy = true
  }
}

resource "google_dns_record_set" "example_com_shop-caa" {
  managed_zone = var.example_com_managed_zone
  name         = "shop.example.com."
  type         = "CAA"
  ttl          = 300
  rrdatas = [
    "0 issue \"digicert.com\"",
    "0 issuewild \";\"",
    "0 iodef \"mailto:a@example.com\"",
  ]
  lifecycle {
    prevent_destroy = true
  }
}

# the DS record of example.com goes to its registrar 
# example.com has to be signed, and no resource here does it: say dnssec_config { state = "on" } in the resource google_dns_managed_zone of the zone
