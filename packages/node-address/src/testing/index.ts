export { FakeApiServer, type FakeObject } from './fake-api-server.ts';
export { type FakeEndpoint, type FakeNode, fakeNode, fakeSlice } from './fake-objects.ts';
export { type ChannelsUnderTest, describeLoadChannelContract } from './load-channel-contract.ts';
