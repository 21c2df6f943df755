// The token that requests must send when users sign in; pages of other sites cannot read it.
const token = document.querySelector('meta[name="form-token"]')?.content;

/** The headers of a request that changes something. */
export const formHeaders = token ? { "X-Form-Token": token } : {};
