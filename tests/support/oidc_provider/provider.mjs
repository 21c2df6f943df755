// An OpenID provider on 127.0.0.1 for tests. It reads its client and its users from the environment, prints its issuer
// as one line, and signs in whoever is named in its form.
import { createServer } from "node:http";
import { generateKeyPairSync } from "node:crypto";
import { Provider, interactionPolicy } from "oidc-provider";

const { client, users, ttl } = JSON.parse(process.env.OIDC_PROVIDER);
const server = createServer();
await new Promise((ready) => server.listen(0, "127.0.0.1", ready));
const issuer = `http://127.0.0.1:${server.address().port}`;
const key = generateKeyPairSync("rsa", { modulusLength: 2048 }).privateKey.export({ format: "jwk" });

// A native client may be sent back to any port, and is asked for consent at each sign-in; here it is not.
const policy = interactionPolicy.base();
policy.get("consent").checks.remove("native_client_prompt");

const provider = new Provider(issuer, {
  clients: [client],
  jwks: { keys: [{ ...key, kid: "test", use: "sig", alg: "RS256" }] },
  cookies: { keys: ["key of the tests"] },
  claims: { openid: ["sub", ...new Set(Object.values(users).flatMap(Object.keys))] },
  conformIdTokenClaims: false,
  pkce: { required: () => true },
  ttl: { Session: 600, Grant: 600, Interaction: 600, AccessToken: 600, IdToken: 600, ...ttl },
  features: {
    devInteractions: { enabled: false },
    rpInitiatedLogout: {
      enabled: true,
      logoutSource: (ctx, form) => {
        ctx.body = `<!DOCTYPE html><title>Sign out</title>${form}<button form="op.logoutForm" name="logout" value="yes">Yes</button>`;
      },
      postLogoutSuccessSource: (ctx) => {
        ctx.body = "<!DOCTYPE html><title>Signed out</title>Signed out.";
      },
    },
  },
  interactions: { policy, url: (ctx, interaction) => `/interaction/${interaction.uid}` },
  findAccount: (ctx, id) => id in users && { accountId: id, claims: () => ({ sub: id, ...users[id] }) },
  async loadExistingGrant(ctx) {
    const grant = new ctx.oidc.provider.Grant({
      clientId: ctx.oidc.client.clientId,
      accountId: ctx.oidc.session.accountId,
    });
    grant.addOIDCScope(ctx.oidc.params.scope);
    await grant.save();
    return grant;
  },
  renderError: (ctx, out) => {
    ctx.type = "text";
    ctx.body = JSON.stringify(out);
  },
});

provider.use(async (ctx, next) => {
  if (!ctx.path.startsWith("/interaction/")) return next();
  if (ctx.method === "GET") {
    ctx.type = "html";
    ctx.body = `<!DOCTYPE html><title>Provider</title><link rel="icon" href="data:,"><form method="post"><label>User <input name="user"></label><button>Sign in</button></form>`;
    return;
  }
  let body = "";
  for await (const part of ctx.req) body += part;
  const user = new URLSearchParams(body).get("user");
  const result = user in users ? { login: { accountId: user } } : { error: "access_denied", error_description: "Nobody." };
  await provider.interactionFinished(ctx.req, ctx.res, result);
  ctx.respond = false;
});

server.on("request", provider.callback());
console.log(issuer);
