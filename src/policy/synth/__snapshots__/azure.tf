terraform {
  required_providers {
    azurerm = {
      source  = "hashicorp/azurerm"
      version = ">= 4.0"
    }
  }
}

variable "example_com_resource_group_name" {
  description = "example.com: resource group of the zone"
  type        = string
}

resource "azurerm_dns_caa_record" "example_com_caa" {
  resource_group_name = var.example_com_resource_group_name
  zone_name           = "example.com"
  name                = "@"
  ttl                 = 300
  record {
    flags = 0
    tag   = "issue"
    value = "letsencrypt.org;accounturi=https://acme-v02.api.letsencrypt.org/acme/acct/1;validationmethods=dns-01"
  }
  record {
    flags = 0
    tag   = "issue"
    value = "pki.goog"
  }
  record {
    flags = 0
    tag   = "issuewild"
    value = ";"
  }
  record {
    flags = 0
    tag   = "iodef"
    value = "mailto:a@example.com"
  }
  lifecycle {
    prevent_destroy = true
  }
}

resource "azurerm_dns_caa_record" "example_com_shop-caa" {
  resource_group_name = var.example_com_resource_group_name
  zone_name           = "example.com"
  name                = "shop"
  ttl                 = 300
  record {
    flags = 0
    tag   = "issue"
    value = "digicert.com"
  }
  record {
    flags = 0
    tag   = "issuewild"
    value = ";"
  }
  record {
    flags = 0
    tag   = "iodef"
    value = "mailto:a@example.com"
  }
  lifecycle {
    prevent_destroy = true
  }
}

# the DS record of example.com goes to its registrar 
# example.com has to be signed, and no resource here does it: the provider has no resource that signs a zone: use `az network dns dnssec-config create`, or azapi_resource with the type Microsoft.Network/dnsZones/dnssecConfigs
