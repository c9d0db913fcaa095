// An OpenID provider with one client and anyone as person; its login page takes any name and password.
// Usage: node provider.mjs PORT REDIRECT_URI   (module oidc-provider beside it, or in NODE_PATH's folder)
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";

const [port, redirect, modules] = process.argv.slice(2);
const found = createRequire(`${modules}/x.js`).resolve("oidc-provider");
const { Provider } = await import(pathToFileURL(found));
const claims = (sub) => ({ sub, roles: ["coach", "king"], coach: "coach-szmh", municipalities: ["GM0981"] });
const provider = new Provider(`http://127.0.0.1:${port}`, {
  clients: [{ client_id: "leerwerk-pages", client_secret: "s".repeat(32), redirect_uris: [redirect] }],
  claims: { openid: ["sub"], profile: ["roles", "coach", "municipalities"] },
  findAccount: async (_, sub) => ({ accountId: sub, claims: async () => claims(sub) }),
  pkce: { required: () => true },
  features: {
    resourceIndicators: {
      enabled: true,
      defaultResource: async () => undefined,
      useGrantedResource: async () => true,
      getResourceServerInfo: async () => ({ scope: "openid profile", audience: "leerwerk", accessTokenFormat: "jwt" }),
    },
  },
});
provider.listen(Number(port), "127.0.0.1", () => console.log("ready"));
