terraform {
  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = ">= 5.0"
    }
  }
}

variable "example_com_zone_id" {
  description = "example.com: id of the hosted zone"
  type        = string
}

variable "example_com_kms_key_arn" {
  description = "example.com: ARN of the KMS key (ECC_NIST_P256, us-east-1) that signs the zone"
  type        = string
}

resource "aws_route53_record" "example_com_caa" {
  zone_id = var.example_com_zone_id
  name    = "example.com"
  type    = "CAA"
  ttl     = 300
  records = [
    "0 issue \"letsencrypt.org;accounturi=https://acme-v02.api.letsencrypt.org/acme/acct/1;validationmethods=dns-01\"",
    "0 issue \"pki.goog\"",
    "0 issuewild \";\"",
    "0 iodef \"mailto:a@example.com\"",
  ]
  lifecycle {
    prevent_destroy = true
  }
}

resource "aws_route53_record" "example_com_shop-caa" {
  zone_id = var.example_com_zone_id
  name    = "shop.example.com"
  type    = "CAA"
  ttl     = 300
  records = [
    "0 issue \"digicert.com\"",
    "0 issuewild \";\"",
    "0 iodef \"mailto:a@example.com\"",
  ]
  lifecycle {
    prevent_destroy = true
  }
}

resource "aws_route53_key_signing_key" "example_com_ksk" {
  hosted_zone_id             = var.example_com_zone_id
  key_management_service_arn = var.example_com_kms_key_arn
  name                       = "ksk"
  status                     = "ACTIVE"
  lifecycle {
    prevent_destroy = true
  }
}

resource "aws_route53_hosted_zone_dnssec" "example_com_dnssec" {
  hosted_zone_id = var.example_com_zone_id
  signing_status = "SIGNING"
  depends_on = [
    aws_route53_key_signing_key.example_com_ksk,
  ]
  lifecycle {
    prevent_destroy = true
  }
}

# the DS record of example.com goes to its registrar 
