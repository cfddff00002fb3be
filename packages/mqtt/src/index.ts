// The notifier
export { createMqttNotifier } from './mqtt-notifier.ts'
export type { MqttNotifier, MqttNotifierOptions } from './mqtt-notifier.ts'
export type { ConnectionCounts, ConnectionOptions } from './connection.ts'
export type { Trouble } from './trouble.ts'

// Where messages go, and what they say
export { flatTopics, hierarchicalTopics, idOfLevel, topicLevel } from './topics.ts'
export type { Address, HierarchicalTopicsOptions, Topics } from './topics.ts'
export type { Payload, PayloadKind } from './payload.ts'

// Who may subscribe to what
export { createTopicAcl } from './acl.ts'
export type { TopicAcl, TopicAclOptions, TopicAction } from './acl.ts'
export { watchGrants } from './grants.ts'
export type { Grant, Grants, GrantsOptions } from './grants.ts'
export { createBrokerAuth } from './broker-auth.ts'
export type { BrokerAuthOptions } from './broker-auth.ts'
