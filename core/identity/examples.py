"""How a site's server signs who its visitor is, in some languages and without a library: for its page and the guide."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

EXAMPLES: Final[Mapping[str, str]] = {
    "Python": """\
import base64, hashlib, hmac, json, os, time


def identity_token(user_id):
    def part(data):
        return base64.urlsafe_b64encode(data).rstrip(b"=")

    claims = {"sub": str(user_id), "exp": int(time.time()) + 3600}
    signed = part(b'{"alg":"HS256","typ":"JWT"}') + b"." + part(json.dumps(claims).encode())
    secret = os.environ["SMART_TRIGGER_IDENTITY_SECRET"].encode()
    return (signed + b"." + part(hmac.digest(secret, signed, hashlib.sha256))).decode()
""",
    "JavaScript": """\
import { createHmac } from "node:crypto";

export function identityToken(userId) {
  const part = (data) => Buffer.from(JSON.stringify(data)).toString("base64url");
  const claims = { sub: String(userId), exp: Math.floor(Date.now() / 1000) + 3600 };
  const signed = part({ alg: "HS256", typ: "JWT" }) + "." + part(claims);
  const secret = process.env.SMART_TRIGGER_IDENTITY_SECRET;
  return signed + "." + createHmac("sha256", secret).update(signed).digest("base64url");
}
""",
    "PHP": """\
function identity_token(string $userId): string {
    $part = fn(string $data): string => rtrim(strtr(base64_encode($data), '+/', '-_'), '=');
    $claims = ['sub' => $userId, 'exp' => time() + 3600];
    $signed = $part('{"alg":"HS256","typ":"JWT"}') . '.' . $part(json_encode($claims));
    $secret = getenv('SMART_TRIGGER_IDENTITY_SECRET');
    return $signed . '.' . $part(hash_hmac('sha256', $signed, $secret, true));
}
""",
    "Ruby": """\
require "base64"
require "json"
require "openssl"

def identity_token(user_id)
  part = ->(data) { Base64.urlsafe_encode64(data, padding: false) }
  claims = { sub: user_id.to_s, exp: Time.now.to_i + 3600 }
  signed = part.(%({"alg":"HS256","typ":"JWT"})) + "." + part.(claims.to_json)
  signed + "." + part.(OpenSSL::HMAC.digest("SHA256", ENV.fetch("SMART_TRIGGER_IDENTITY_SECRET"), signed))
end
""",
}
