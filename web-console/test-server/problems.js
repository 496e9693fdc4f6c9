/** The sentences of the test server's problem documents. */
export const text = {
  signedOut: 'Your session has ended.',
  crossSite: 'The request does not come from the console.',
  nameTaken: 'You have another container with this name. Choose another name.',
  /** @type {(name: string) => string} */
  imageExists: (name) => `You have the image ${name} already. Choose another name, or replace it.`,
  badName: 'name: Use lower-case letters.',
  groupInUse: 'The group students has 1 member. Move the member to another group first.',
  wrongPassword: 'The registry rejects the user name or the password.',
  hostUnreachable: 'The host n1 does not answer. Import the image again.',
  quota: 'Your account can have 8 CPUs. Ask for fewer.',
  /** @type {Record<string, string>} */
  titles: {
    'quota-exceeded': 'Quota exceeded',
    'name-taken': 'The name is already used',
    'group-in-use': 'The group has members',
  },
};
