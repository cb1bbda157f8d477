// generated from github.com/kedacore/keda/v2@v2.21.0 schema/generated/scalers-schema.json by scripts/import-triggers.ts
import { KedaTrigger, KedaTriggerOptions } from '../lib/scaling/keda-trigger';
import { triggerMetadata } from '../lib/scaling/keda-trigger-metadata';

/** Options of `ActivemqTrigger`. */
export interface ActivemqTriggerOptions extends KedaTriggerOptions {
  /**
   * KEDA's parameter `managementEndpoint`.
   *
   * @default - none
   */
  readonly managementEndpoint?: string;

  /**
   * Environment variable of the worker's container that holds `managementEndpoint`.
   *
   * @default - none
   */
  readonly managementEndpointFromEnv?: string;

  /**
   * KEDA's parameter `destinationName`.
   *
   * @default - none
   */
  readonly destinationName?: string;

  /**
   * KEDA's parameter `brokerName`.
   *
   * @default - none
   */
  readonly brokerName?: string;

  /** KEDA's parameter `username`. Needed: here or in `usernameFromEnv` or a TriggerAuthentication. */
  readonly username?: string;

  /**
   * Environment variable of the worker's container that holds `username`.
   *
   * @default - none
   */
  readonly usernameFromEnv?: string;

  /** KEDA's parameter `password`. Needed: here or in `passwordFromEnv` or a TriggerAuthentication. */
  readonly password?: string;

  /**
   * Environment variable of the worker's container that holds `password`.
   *
   * @default - none
   */
  readonly passwordFromEnv?: string;

  /**
   * KEDA's parameter `corsHeader`.
   *
   * @default - none
   */
  readonly corsHeader?: string;

  /**
   * KEDA's parameter `restAPITemplate`.
   *
   * @default - none
   */
  readonly restApiTemplate?: string;

  /**
   * KEDA's parameter `targetQueueSize`.
   *
   * @default 10
   */
  readonly targetQueueSize?: number;

  /**
   * KEDA's parameter `activationTargetQueueSize`.
   *
   * @default 0
   */
  readonly activationTargetQueueSize?: number;
}

/**
 * KEDA's trigger `activemq`.
 *
 * @see https://keda.sh/docs/latest/scalers/
 */
export class ActivemqTrigger extends KedaTrigger {
  /**
   * @throws Error if a parameter that the trigger needs is neither here nor in an environment variable or a TriggerAuthentication
   */
  public constructor(options: ActivemqTriggerOptions) {
    super('activemq', triggerMetadata('ActivemqTrigger', options, ['username', 'password'], {
      'managementEndpoint': options.managementEndpoint,
      'managementEndpointFromEnv': options.managementEndpointFromEnv,
      'destinationName': options.destinationName,
      'brokerName': options.brokerName,
      'username': options.username,
      'usernameFromEnv': options.usernameFromEnv,
      'password': options.password,
      'passwordFromEnv': options.passwordFromEnv,
      'corsHeader': options.corsHeader,
      'restAPITemplate': options.restApiTemplate,
      'targetQueueSize': options.targetQueueSize,
      'activationTargetQueueSize': options.activationTargetQueueSize,
    }), options);
  }
}

/** Options of `ApacheKafkaTrigger`. */
export interface ApacheKafkaTriggerOptions extends KedaTriggerOptions {
  /** KEDA's parameter `bootstrapServers`. Needed: here or in `bootstrapServersFromEnv`. */
  readonly bootstrapServers?: string[];

  /**
   * Environment variable of the worker's container that holds `bootstrapServers`.
   *
   * @default - none
   */
  readonly bootstrapServersFromEnv?: string;

  /** KEDA's parameter `consumerGroup`. Needed: here or in `consumerGroupFromEnv`. */
  readonly consumerGroup?: string;

  /**
   * Environment variable of the worker's container that holds `consumerGroup`.
   *
   * @default - none
   */
  readonly consumerGroupFromEnv?: string;

  /**
   * KEDA's parameter `topic`.
   *
   * @default - none
   */
  readonly topic?: string;

  /**
   * Environment variable of the worker's container that holds `topic`.
   *
   * @default - none
   */
  readonly topicFromEnv?: string;

  /**
   * KEDA's parameter `partitionLimitation`.
   *
   * @default - none
   */
  readonly partitionLimitation?: string;

  /**
   * KEDA's parameter `lagThreshold`.
   *
   * @default 10
   */
  readonly lagThreshold?: number;

  /**
   * KEDA's parameter `activationLagThreshold`.
   *
   * @default 0
   */
  readonly activationLagThreshold?: number;

  /**
   * KEDA's parameter `offsetResetPolicy`.
   *
   * @default - latest
   */
  readonly offsetResetPolicy?: OffsetResetPolicy;

  /**
   * KEDA's parameter `allowIdleConsumers`.
   *
   * @default - none
   */
  readonly allowIdleConsumers?: boolean;

  /**
   * KEDA's parameter `excludePersistentLag`.
   *
   * @default - none
   */
  readonly excludePersistentLag?: boolean;

  /**
   * KEDA's parameter `scaleToZeroOnInvalidOffset`.
   *
   * @default - none
   */
  readonly scaleToZeroOnInvalidOffset?: boolean;

  /**
   * KEDA's parameter `limitToPartitionsWithLag`.
   *
   * @default - none
   */
  readonly limitToPartitionsWithLag?: boolean;

  /**
   * KEDA's parameter `ensureEvenDistributionOfPartitions`.
   *
   * @default - none
   */
  readonly ensureEvenDistributionOfPartitions?: boolean;

  /**
   * KEDA's parameter `sasl`.
   *
   * @default - none
   */
  readonly sasl?: Sasl;

  /**
   * KEDA's parameter `awsRegion`.
   *
   * @default - none
   */
  readonly awsRegion?: string;

  /**
   * KEDA's parameter `tls`.
   *
   * @default - disable
   */
  readonly tls?: Tls;
}

/**
 * KEDA's trigger `apache-kafka`.
 *
 * @see https://keda.sh/docs/latest/scalers/
 */
export class ApacheKafkaTrigger extends KedaTrigger {
  /**
   * @throws Error if a parameter that the trigger needs is neither here nor in an environment variable or a TriggerAuthentication
   */
  public constructor(options: ApacheKafkaTriggerOptions) {
    super('apache-kafka', triggerMetadata('ApacheKafkaTrigger', options, ['bootstrapServers', 'consumerGroup'], {
      'bootstrapServers': options.bootstrapServers?.join(','),
      'bootstrapServersFromEnv': options.bootstrapServersFromEnv,
      'consumerGroup': options.consumerGroup,
      'consumerGroupFromEnv': options.consumerGroupFromEnv,
      'topic': options.topic,
      'topicFromEnv': options.topicFromEnv,
      'partitionLimitation': options.partitionLimitation,
      'lagThreshold': options.lagThreshold,
      'activationLagThreshold': options.activationLagThreshold,
      'offsetResetPolicy': options.offsetResetPolicy,
      'allowIdleConsumers': options.allowIdleConsumers,
      'excludePersistentLag': options.excludePersistentLag,
      'scaleToZeroOnInvalidOffset': options.scaleToZeroOnInvalidOffset,
      'limitToPartitionsWithLag': options.limitToPartitionsWithLag,
      'ensureEvenDistributionOfPartitions': options.ensureEvenDistributionOfPartitions,
      'sasl': options.sasl,
      'awsRegion': options.awsRegion,
      'tls': options.tls,
    }), options);
  }
}

/** Options of `ArangodbTrigger`. */
export interface ArangodbTriggerOptions extends KedaTriggerOptions {
  /** KEDA's parameter `endpoints`. Needed: here or in a TriggerAuthentication. */
  readonly endpoints?: string;

  /**
   * KEDA's parameter `authModes`.
   *
   * @default - none
   */
  readonly authModes?: AuthMode[];

  /**
   * KEDA's parameter `authMode`.
   *
   * @default - none
   */
  readonly authMode?: AuthMode[];

  /**
   * KEDA's parameter `apiKey`.
   *
   * @default - none
   */
  readonly apiKey?: string;

  /**
   * KEDA's parameter `method`.
   *
   * @default - header
   */
  readonly method?: Method;

  /**
   * KEDA's parameter `keyParamName`.
   *
   * @default - none
   */
  readonly keyParamName?: string;

  /** KEDA's parameter `dbName`. Needed: here or in a TriggerAuthentication. */
  readonly dbName?: string;

  /** KEDA's parameter `collection`. */
  readonly collection: string;

  /** KEDA's parameter `query`. */
  readonly query: string;

  /**
   * KEDA's parameter `queryValue`.
   *
   * @default 0
   */
  readonly queryValue?: number;

  /**
   * KEDA's parameter `activationQueryValue`.
   *
   * @default 0
   */
  readonly activationQueryValue?: number;

  /**
   * KEDA's parameter `unsafeSsl`.
   *
   * @default false
   */
  readonly unsafeSsl?: boolean;

  /**
   * KEDA's parameter `connectionLimit`.
   *
   * @default - none
   */
  readonly connectionLimit?: number;
}

/**
 * KEDA's trigger `arangodb`.
 *
 * @see https://keda.sh/docs/latest/scalers/
 */
export class ArangodbTrigger extends KedaTrigger {
  /**
   * @throws Error if a parameter that the trigger needs is neither here nor in an environment variable or a TriggerAuthentication
   */
  public constructor(options: ArangodbTriggerOptions) {
    super('arangodb', triggerMetadata('ArangodbTrigger', options, ['endpoints', 'dbName', 'collection', 'query'], {
      'endpoints': options.endpoints,
      'authModes': options.authModes?.join(','),
      'authMode': options.authMode?.join(','),
      'apiKey': options.apiKey,
      'method': options.method,
      'keyParamName': options.keyParamName,
      'dbName': options.dbName,
      'collection': options.collection,
      'query': options.query,
      'queryValue': options.queryValue,
      'activationQueryValue': options.activationQueryValue,
      'unsafeSsl': options.unsafeSsl,
      'connectionLimit': options.connectionLimit,
    }), options);
  }
}

/** Options of `ArtemisQueueTrigger`. */
export interface ArtemisQueueTriggerOptions extends KedaTriggerOptions {
  /**
   * KEDA's parameter `managementEndpoint`.
   *
   * @default - none
   */
  readonly managementEndpoint?: string;

  /**
   * KEDA's parameter `queueName`.
   *
   * @default - none
   */
  readonly queueName?: string;

  /**
   * KEDA's parameter `brokerName`.
   *
   * @default - none
   */
  readonly brokerName?: string;

  /**
   * KEDA's parameter `brokerAddress`.
   *
   * @default - none
   */
  readonly brokerAddress?: string;

  /** KEDA's parameter `username`. Needed: here or in `usernameFromEnv` or a TriggerAuthentication. */
  readonly username?: string;

  /**
   * Environment variable of the worker's container that holds `username`.
   *
   * @default - none
   */
  readonly usernameFromEnv?: string;

  /** KEDA's parameter `password`. Needed: here or in `passwordFromEnv` or a TriggerAuthentication. */
  readonly password?: string;

  /**
   * Environment variable of the worker's container that holds `password`.
   *
   * @default - none
   */
  readonly passwordFromEnv?: string;

  /**
   * KEDA's parameter `restApiTemplate`.
   *
   * @default - none
   */
  readonly restApiTemplate?: string;

  /**
   * KEDA's parameter `queueLength`.
   *
   * @default 10
   */
  readonly queueLength?: number;

  /**
   * KEDA's parameter `activationQueueLength`.
   *
   * @default 10
   */
  readonly activationQueueLength?: number;

  /**
   * KEDA's parameter `corsHeader`.
   *
   * @default - none
   */
  readonly corsHeader?: string;

  /**
   * KEDA's parameter `unsafeSsl`.
   *
   * @default false
   */
  readonly unsafeSsl?: boolean;
}

/**
 * KEDA's trigger `artemis-queue`.
 *
 * @see https://keda.sh/docs/latest/scalers/
 */
export class ArtemisQueueTrigger extends KedaTrigger {
  /**
   * @throws Error if a parameter that the trigger needs is neither here nor in an environment variable or a TriggerAuthentication
   */
  public constructor(options: ArtemisQueueTriggerOptions) {
    super('artemis-queue', triggerMetadata('ArtemisQueueTrigger', options, ['username', 'password'], {
      'managementEndpoint': options.managementEndpoint,
      'queueName': options.queueName,
      'brokerName': options.brokerName,
      'brokerAddress': options.brokerAddress,
      'username': options.username,
      'usernameFromEnv': options.usernameFromEnv,
      'password': options.password,
      'passwordFromEnv': options.passwordFromEnv,
      'restApiTemplate': options.restApiTemplate,
      'queueLength': options.queueLength,
      'activationQueueLength': options.activationQueueLength,
      'corsHeader': options.corsHeader,
      'unsafeSsl': options.unsafeSsl,
    }), options);
  }
}

/** Options of `AwsCloudwatchTrigger`. */
export interface AwsCloudwatchTriggerOptions extends KedaTriggerOptions {
  /**
   * KEDA's parameter `namespace`.
   *
   * @default - none
   */
  readonly namespace?: string;

  /**
   * KEDA's parameter `metricName`.
   *
   * @default - none
   */
  readonly metricName?: string;

  /**
   * KEDA's parameter `dimensionName`.
   *
   * @default - none
   */
  readonly dimensionName?: string[];

  /**
   * KEDA's parameter `dimensionValue`.
   *
   * @default - none
   */
  readonly dimensionValue?: string[];

  /**
   * KEDA's parameter `expression`.
   *
   * @default - none
   */
  readonly expression?: string;

  /** KEDA's parameter `targetMetricValue`. */
  readonly targetMetricValue: number;

  /**
   * KEDA's parameter `activationTargetMetricValue`.
   *
   * @default - none
   */
  readonly activationTargetMetricValue?: number;

  /** KEDA's parameter `minMetricValue`. */
  readonly minMetricValue: number;

  /**
   * KEDA's parameter `ignoreNullValues`.
   *
   * @default true
   */
  readonly ignoreNullValues?: boolean;

  /**
   * KEDA's parameter `metricCollectionTime`.
   *
   * @default 300
   */
  readonly metricCollectionTime?: number;

  /**
   * KEDA's parameter `metricStat`.
   *
   * @default - "Average"
   */
  readonly metricStat?: string;

  /**
   * KEDA's parameter `metricUnit`.
   *
   * @default - none
   */
  readonly metricUnit?: string;

  /**
   * KEDA's parameter `metricStatPeriod`.
   *
   * @default 300
   */
  readonly metricStatPeriod?: number;

  /**
   * KEDA's parameter `metricEndTimeOffset`.
   *
   * @default 0
   */
  readonly metricEndTimeOffset?: number;

  /**
   * KEDA's parameter `awsAccountId`.
   *
   * @default - none
   */
  readonly awsAccountId?: string;

  /** KEDA's parameter `awsRegion`. Needed: here or in a TriggerAuthentication. */
  readonly awsRegion?: string;

  /**
   * KEDA's parameter `awsEndpoint`.
   *
   * @default - none
   */
  readonly awsEndpoint?: string;

  /**
   * KEDA's parameter `identityOwner`.
   *
   * @default - none
   */
  readonly identityOwner?: string;
}

/**
 * KEDA's trigger `aws-cloudwatch`.
 *
 * @see https://keda.sh/docs/latest/scalers/
 */
export class AwsCloudwatchTrigger extends KedaTrigger {
  /**
   * @throws Error if a parameter that the trigger needs is neither here nor in an environment variable or a TriggerAuthentication
   */
  public constructor(options: AwsCloudwatchTriggerOptions) {
    super('aws-cloudwatch', triggerMetadata('AwsCloudwatchTrigger', options, ['targetMetricValue', 'minMetricValue', 'awsRegion'], {
      'namespace': options.namespace,
      'metricName': options.metricName,
      'dimensionName': options.dimensionName?.join(';'),
      'dimensionValue': options.dimensionValue?.join(';'),
      'expression': options.expression,
      'targetMetricValue': options.targetMetricValue,
      'activationTargetMetricValue': options.activationTargetMetricValue,
      'minMetricValue': options.minMetricValue,
      'ignoreNullValues': options.ignoreNullValues,
      'metricCollectionTime': options.metricCollectionTime,
      'metricStat': options.metricStat,
      'metricUnit': options.metricUnit,
      'metricStatPeriod': options.metricStatPeriod,
      'metricEndTimeOffset': options.metricEndTimeOffset,
      'awsAccountId': options.awsAccountId,
      'awsRegion': options.awsRegion,
      'awsEndpoint': options.awsEndpoint,
      'identityOwner': options.identityOwner,
    }), options);
  }
}

/** Options of `AwsDynamodbTrigger`. */
export interface AwsDynamodbTriggerOptions extends KedaTriggerOptions {
  /** KEDA's parameter `tableName`. */
  readonly tableName: string;

  /** KEDA's parameter `awsRegion`. Needed: here or in a TriggerAuthentication. */
  readonly awsRegion?: string;

  /**
   * KEDA's parameter `awsEndpoint`.
   *
   * @default - none
   */
  readonly awsEndpoint?: string;

  /** KEDA's parameter `keyConditionExpression`. */
  readonly keyConditionExpression: string;

  /**
   * KEDA's parameter `indexName`.
   *
   * @default - none
   */
  readonly indexName?: string;

  /**
   * KEDA's parameter `targetValue`.
   *
   * @default -1
   */
  readonly targetValue?: number;

  /**
   * KEDA's parameter `activationTargetValue`.
   *
   * @default 0
   */
  readonly activationTargetValue?: number;

  /**
   * KEDA's parameter `filterExpression`.
   *
   * @default - none
   */
  readonly filterExpression?: string;

  /**
   * KEDA's parameter `identityOwner`.
   *
   * @default - none
   */
  readonly identityOwner?: string;

  /** KEDA's parameter `expressionAttributeNames`. */
  readonly expressionAttributeNames: string;

  /** KEDA's parameter `expressionAttributeValues`. */
  readonly expressionAttributeValues: string;
}

/**
 * KEDA's trigger `aws-dynamodb`.
 *
 * @see https://keda.sh/docs/latest/scalers/
 */
export class AwsDynamodbTrigger extends KedaTrigger {
  /**
   * @throws Error if a parameter that the trigger needs is neither here nor in an environment variable or a TriggerAuthentication
   */
  public constructor(options: AwsDynamodbTriggerOptions) {
    super('aws-dynamodb', triggerMetadata('AwsDynamodbTrigger', options, ['tableName', 'awsRegion', 'keyConditionExpression', 'expressionAttributeNames', 'expressionAttributeValues'], {
      'tableName': options.tableName,
      'awsRegion': options.awsRegion,
      'awsEndpoint': options.awsEndpoint,
      'keyConditionExpression': options.keyConditionExpression,
      'indexName': options.indexName,
      'targetValue': options.targetValue,
      'activationTargetValue': options.activationTargetValue,
      'filterExpression': options.filterExpression,
      'identityOwner': options.identityOwner,
      'expressionAttributeNames': options.expressionAttributeNames,
      'expressionAttributeValues': options.expressionAttributeValues,
    }), options);
  }
}

/** Options of `AwsDynamodbStreamsTrigger`. */
export interface AwsDynamodbStreamsTriggerOptions extends KedaTriggerOptions {
  /**
   * KEDA's parameter `shardCount`.
   *
   * @default 2
   */
  readonly shardCount?: number;

  /**
   * KEDA's parameter `activationShardCount`.
   *
   * @default 0
   */
  readonly activationShardCount?: number;

  /** KEDA's parameter `tableName`. */
  readonly tableName: string;

  /** KEDA's parameter `awsRegion`. Needed: here or in a TriggerAuthentication. */
  readonly awsRegion?: string;

  /**
   * KEDA's parameter `awsEndpoint`.
   *
   * @default - none
   */
  readonly awsEndpoint?: string;

  /**
   * KEDA's parameter `identityOwner`.
   *
   * @default - none
   */
  readonly identityOwner?: string;
}

/**
 * KEDA's trigger `aws-dynamodb-streams`.
 *
 * @see https://keda.sh/docs/latest/scalers/
 */
export class AwsDynamodbStreamsTrigger extends KedaTrigger {
  /**
   * @throws Error if a parameter that the trigger needs is neither here nor in an environment variable or a TriggerAuthentication
   */
  public constructor(options: AwsDynamodbStreamsTriggerOptions) {
    super('aws-dynamodb-streams', triggerMetadata('AwsDynamodbStreamsTrigger', options, ['tableName', 'awsRegion'], {
      'shardCount': options.shardCount,
      'activationShardCount': options.activationShardCount,
      'tableName': options.tableName,
      'awsRegion': options.awsRegion,
      'awsEndpoint': options.awsEndpoint,
      'identityOwner': options.identityOwner,
    }), options);
  }
}

/** Options of `AwsKinesisStreamTrigger`. */
export interface AwsKinesisStreamTriggerOptions extends KedaTriggerOptions {
  /**
   * KEDA's parameter `shardCount`.
   *
   * @default 2
   */
  readonly shardCount?: number;

  /**
   * KEDA's parameter `activationShardCount`.
   *
   * @default 0
   */
  readonly activationShardCount?: number;

  /** KEDA's parameter `streamName`. */
  readonly streamName: string;

  /** KEDA's parameter `awsRegion`. Needed: here or in a TriggerAuthentication. */
  readonly awsRegion?: string;

  /**
   * KEDA's parameter `awsEndpoint`.
   *
   * @default - none
   */
  readonly awsEndpoint?: string;

  /**
   * KEDA's parameter `identityOwner`.
   *
   * @default - none
   */
  readonly identityOwner?: string;
}

/**
 * KEDA's trigger `aws-kinesis-stream`.
 *
 * @see https://keda.sh/docs/latest/scalers/
 */
export class AwsKinesisStreamTrigger extends KedaTrigger {
  /**
   * @throws Error if a parameter that the trigger needs is neither here nor in an environment variable or a TriggerAuthentication
   */
  public constructor(options: AwsKinesisStreamTriggerOptions) {
    super('aws-kinesis-stream', triggerMetadata('AwsKinesisStreamTrigger', options, ['streamName', 'awsRegion'], {
      'shardCount': options.shardCount,
      'activationShardCount': options.activationShardCount,
      'streamName': options.streamName,
      'awsRegion': options.awsRegion,
      'awsEndpoint': options.awsEndpoint,
      'identityOwner': options.identityOwner,
    }), options);
  }
}

/** Options of `AwsSqsQueueTrigger`. */
export interface AwsSqsQueueTriggerOptions extends KedaTriggerOptions {
  /**
   * KEDA's parameter `queueLength`.
   *
   * @default 5
   */
  readonly queueLength?: number;

  /**
   * KEDA's parameter `activationQueueLength`.
   *
   * @default 0
   */
  readonly activationQueueLength?: number;

  /** KEDA's parameter `queueURL`. Needed: here or in `queueUrlFromEnv`. */
  readonly queueUrl?: string;

  /**
   * Environment variable of the worker's container that holds `queueURL`.
   *
   * @default - none
   */
  readonly queueUrlFromEnv?: string;

  /** KEDA's parameter `awsRegion`. Needed: here or in a TriggerAuthentication. */
  readonly awsRegion?: string;

  /**
   * KEDA's parameter `awsEndpoint`.
   *
   * @default - none
   */
  readonly awsEndpoint?: string;

  /**
   * KEDA's parameter `scaleOnInFlight`.
   *
   * @default true
   */
  readonly scaleOnInFlight?: boolean;

  /**
   * KEDA's parameter `scaleOnDelayed`.
   *
   * @default false
   */
  readonly scaleOnDelayed?: boolean;

  /**
   * KEDA's parameter `identityOwner`.
   *
   * @default - none
   */
  readonly identityOwner?: string;
}

/**
 * KEDA's trigger `aws-sqs-queue`.
 *
 * @see https://keda.sh/docs/latest/scalers/
 */
export class AwsSqsQueueTrigger extends KedaTrigger {
  /**
   * @throws Error if a parameter that the trigger needs is neither here nor in an environment variable or a TriggerAuthentication
   */
  public constructor(options: AwsSqsQueueTriggerOptions) {
    super('aws-sqs-queue', triggerMetadata('AwsSqsQueueTrigger', options, ['queueURL', 'awsRegion'], {
      'queueLength': options.queueLength,
      'activationQueueLength': options.activationQueueLength,
      'queueURL': options.queueUrl,
      'queueURLFromEnv': options.queueUrlFromEnv,
      'awsRegion': options.awsRegion,
      'awsEndpoint': options.awsEndpoint,
      'scaleOnInFlight': options.scaleOnInFlight,
      'scaleOnDelayed': options.scaleOnDelayed,
      'identityOwner': options.identityOwner,
    }), options);
  }
}

/** Options of `AzureAppInsightsTrigger`. */
export interface AzureAppInsightsTriggerOptions extends KedaTriggerOptions {
  /**
   * KEDA's parameter `targetValue`.
   *
   * @default - none
   */
  readonly targetValue?: number;

  /**
   * KEDA's parameter `activationTargetValue`.
   *
   * @default 0
   */
  readonly activationTargetValue?: number;

  /** KEDA's parameter `metricId`. */
  readonly metricId: string;

  /** KEDA's parameter `metricAggregationTimespan`. */
  readonly metricAggregationTimespan: string;

  /** KEDA's parameter `metricAggregationType`. */
  readonly metricAggregationType: string;

  /**
   * KEDA's parameter `metricFilter`.
   *
   * @default - none
   */
  readonly metricFilter?: string;

  /**
   * KEDA's parameter `ignoreNullValues`.
   *
   * @default false
   */
  readonly ignoreNullValues?: boolean;

  /**
   * KEDA's parameter `cloud`.
   *
   * @default - none
   */
  readonly cloud?: string;

  /**
   * KEDA's parameter `appInsightsResourceURL`.
   *
   * @default - none
   */
  readonly appInsightsResourceUrl?: string;

  /** KEDA's parameter `applicationInsightsId`. Needed: here or in `applicationInsightsIdFromEnv` or a TriggerAuthentication. */
  readonly applicationInsightsId?: string;

  /**
   * Environment variable of the worker's container that holds `applicationInsightsId`.
   *
   * @default - none
   */
  readonly applicationInsightsIdFromEnv?: string;

  /** KEDA's parameter `tenantId`. Needed: here or in `tenantIdFromEnv` or a TriggerAuthentication. */
  readonly tenantId?: string;

  /**
   * Environment variable of the worker's container that holds `tenantId`.
   *
   * @default - none
   */
  readonly tenantIdFromEnv?: string;

  /**
   * KEDA's parameter `activeDirectoryClientId`.
   *
   * @default - none
   */
  readonly activeDirectoryClientId?: string;

  /**
   * Environment variable of the worker's container that holds `activeDirectoryClientId`.
   *
   * @default - none
   */
  readonly activeDirectoryClientIdFromEnv?: string;

  /**
   * Environment variable of the worker's container that holds `activeDirectoryClientPassword`.
   *
   * @default - none
   */
  readonly activeDirectoryClientPasswordFromEnv?: string;
}

/**
 * KEDA's trigger `azure-app-insights`.
 *
 * @see https://keda.sh/docs/latest/scalers/
 */
export class AzureAppInsightsTrigger extends KedaTrigger {
  /**
   * @throws Error if a parameter that the trigger needs is neither here nor in an environment variable or a TriggerAuthentication
   */
  public constructor(options: AzureAppInsightsTriggerOptions) {
    super('azure-app-insights', triggerMetadata('AzureAppInsightsTrigger', options, ['metricId', 'metricAggregationTimespan', 'metricAggregationType', 'applicationInsightsId', 'tenantId'], {
      'targetValue': options.targetValue,
      'activationTargetValue': options.activationTargetValue,
      'metricId': options.metricId,
      'metricAggregationTimespan': options.metricAggregationTimespan,
      'metricAggregationType': options.metricAggregationType,
      'metricFilter': options.metricFilter,
      'ignoreNullValues': options.ignoreNullValues,
      'cloud': options.cloud,
      'appInsightsResourceURL': options.appInsightsResourceUrl,
      'applicationInsightsId': options.applicationInsightsId,
      'applicationInsightsIdFromEnv': options.applicationInsightsIdFromEnv,
      'tenantId': options.tenantId,
      'tenantIdFromEnv': options.tenantIdFromEnv,
      'activeDirectoryClientId': options.activeDirectoryClientId,
      'activeDirectoryClientIdFromEnv': options.activeDirectoryClientIdFromEnv,
      'activeDirectoryClientPasswordFromEnv': options.activeDirectoryClientPasswordFromEnv,
    }), options);
  }
}

/** Options of `AzureBlobTrigger`. */
export interface AzureBlobTriggerOptions extends KedaTriggerOptions {
  /** KEDA's parameter `blobContainerName`. */
  readonly blobContainerName: string;

  /**
   * KEDA's parameter `blobCount`.
   *
   * @default 5
   */
  readonly blobCount?: number;

  /**
   * KEDA's parameter `activationBlobCount`.
   *
   * @default 0
   */
  readonly activationBlobCount?: number;

  /**
   * KEDA's parameter `blobDelimiter`.
   *
   * @default - "/"
   */
  readonly blobDelimiter?: string;

  /**
   * KEDA's parameter `blobPrefix`.
   *
   * @default - none
   */
  readonly blobPrefix?: string;

  /**
   * KEDA's parameter `recursive`.
   *
   * @default false
   */
  readonly recursive?: boolean;

  /**
   * KEDA's parameter `globPattern`.
   *
   * @default - none
   */
  readonly globPattern?: string;

  /**
   * KEDA's parameter `endpointSuffix`.
   *
   * @default - none
   */
  readonly endpointSuffix?: string;

  /**
   * KEDA's parameter `connection`.
   *
   * @default - none
   */
  readonly connection?: string;

  /**
   * KEDA's parameter `connectionFromEnv`.
   *
   * @default - none
   */
  readonly connectionFromEnv?: string;

  /**
   * Environment variable of the worker's container that holds `connectionFromEnv`.
   *
   * @default - none
   */
  readonly connectionFromEnvFromEnv?: string;

  /**
   * KEDA's parameter `accountName`.
   *
   * @default - none
   */
  readonly accountName?: string;
}

/**
 * KEDA's trigger `azure-blob`.
 *
 * @see https://keda.sh/docs/latest/scalers/
 */
export class AzureBlobTrigger extends KedaTrigger {
  /**
   * @throws Error if a parameter that the trigger needs is neither here nor in an environment variable or a TriggerAuthentication
   */
  public constructor(options: AzureBlobTriggerOptions) {
    super('azure-blob', triggerMetadata('AzureBlobTrigger', options, ['blobContainerName'], {
      'blobContainerName': options.blobContainerName,
      'blobCount': options.blobCount,
      'activationBlobCount': options.activationBlobCount,
      'blobDelimiter': options.blobDelimiter,
      'blobPrefix': options.blobPrefix,
      'recursive': options.recursive,
      'globPattern': options.globPattern,
      'endpointSuffix': options.endpointSuffix,
      'connection': options.connection,
      'connectionFromEnv': options.connectionFromEnv,
      'connectionFromEnvFromEnv': options.connectionFromEnvFromEnv,
      'accountName': options.accountName,
    }), options);
  }
}

/** Options of `AzureCosmosdbTrigger`. */
export interface AzureCosmosdbTriggerOptions extends KedaTriggerOptions {
  /** KEDA's parameter `databaseId`. */
  readonly databaseId: string;

  /** KEDA's parameter `containerId`. */
  readonly containerId: string;

  /** KEDA's parameter `leaseDatabaseId`. */
  readonly leaseDatabaseId: string;

  /** KEDA's parameter `leaseContainerId`. */
  readonly leaseContainerId: string;

  /** KEDA's parameter `processorName`. */
  readonly processorName: string;

  /**
   * KEDA's parameter `endpoint`.
   *
   * @default - none
   */
  readonly endpoint?: string;

  /**
   * KEDA's parameter `connection`.
   *
   * @default - none
   */
  readonly connection?: string;

  /**
   * Environment variable of the worker's container that holds `connection`.
   *
   * @default - none
   */
  readonly connectionFromEnv?: string;

  /**
   * KEDA's parameter `leaseEndpoint`.
   *
   * @default - none
   */
  readonly leaseEndpoint?: string;

  /**
   * KEDA's parameter `leaseConnection`.
   *
   * @default - none
   */
  readonly leaseConnection?: string;

  /**
   * Environment variable of the worker's container that holds `leaseConnection`.
   *
   * @default - none
   */
  readonly leaseConnectionFromEnv?: string;

  /**
   * Environment variable of the worker's container that holds `cosmosDBKey`.
   *
   * @default - none
   */
  readonly cosmosDbKeyFromEnv?: string;

  /**
   * Environment variable of the worker's container that holds `leaseCosmosDBKey`.
   *
   * @default - none
   */
  readonly leaseCosmosDbKeyFromEnv?: string;

  /**
   * KEDA's parameter `changeFeedLagThreshold`.
   *
   * @default 100
   */
  readonly changeFeedLagThreshold?: number;

  /**
   * KEDA's parameter `activationChangeFeedLagThreshold`.
   *
   * @default 0
   */
  readonly activationChangeFeedLagThreshold?: number;
}

/**
 * KEDA's trigger `azure-cosmosdb`.
 *
 * @see https://keda.sh/docs/latest/scalers/
 */
export class AzureCosmosdbTrigger extends KedaTrigger {
  /**
   * @throws Error if a parameter that the trigger needs is neither here nor in an environment variable or a TriggerAuthentication
   */
  public constructor(options: AzureCosmosdbTriggerOptions) {
    super('azure-cosmosdb', triggerMetadata('AzureCosmosdbTrigger', options, ['databaseId', 'containerId', 'leaseDatabaseId', 'leaseContainerId', 'processorName'], {
      'databaseId': options.databaseId,
      'containerId': options.containerId,
      'leaseDatabaseId': options.leaseDatabaseId,
      'leaseContainerId': options.leaseContainerId,
      'processorName': options.processorName,
      'endpoint': options.endpoint,
      'connection': options.connection,
      'connectionFromEnv': options.connectionFromEnv,
      'leaseEndpoint': options.leaseEndpoint,
      'leaseConnection': options.leaseConnection,
      'leaseConnectionFromEnv': options.leaseConnectionFromEnv,
      'cosmosDBKeyFromEnv': options.cosmosDbKeyFromEnv,
      'leaseCosmosDBKeyFromEnv': options.leaseCosmosDbKeyFromEnv,
      'changeFeedLagThreshold': options.changeFeedLagThreshold,
      'activationChangeFeedLagThreshold': options.activationChangeFeedLagThreshold,
    }), options);
  }
}

/** Options of `AzureDataExplorerTrigger`. */
export interface AzureDataExplorerTriggerOptions extends KedaTriggerOptions {
  /** KEDA's parameter `databaseName`. */
  readonly databaseName: string;

  /** KEDA's parameter `endpoint`. */
  readonly endpoint: string;

  /** KEDA's parameter `query`. */
  readonly query: string;

  /** KEDA's parameter `threshold`. */
  readonly threshold: number;

  /**
   * KEDA's parameter `activationThreshold`.
   *
   * @default 0
   */
  readonly activationThreshold?: number;

  /**
   * KEDA's parameter `tenantId`.
   *
   * @default - none
   */
  readonly tenantId?: string;

  /**
   * Environment variable of the worker's container that holds `tenantId`.
   *
   * @default - none
   */
  readonly tenantIdFromEnv?: string;

  /**
   * KEDA's parameter `clientId`.
   *
   * @default - none
   */
  readonly clientId?: string;

  /**
   * Environment variable of the worker's container that holds `clientId`.
   *
   * @default - none
   */
  readonly clientIdFromEnv?: string;
}

/**
 * KEDA's trigger `azure-data-explorer`.
 *
 * @see https://keda.sh/docs/latest/scalers/
 */
export class AzureDataExplorerTrigger extends KedaTrigger {
  /**
   * @throws Error if a parameter that the trigger needs is neither here nor in an environment variable or a TriggerAuthentication
   */
  public constructor(options: AzureDataExplorerTriggerOptions) {
    super('azure-data-explorer', triggerMetadata('AzureDataExplorerTrigger', options, ['databaseName', 'endpoint', 'query', 'threshold'], {
      'databaseName': options.databaseName,
      'endpoint': options.endpoint,
      'query': options.query,
      'threshold': options.threshold,
      'activationThreshold': options.activationThreshold,
      'tenantId': options.tenantId,
      'tenantIdFromEnv': options.tenantIdFromEnv,
      'clientId': options.clientId,
      'clientIdFromEnv': options.clientIdFromEnv,
    }), options);
  }
}

/** Options of `AzureEventhubTrigger`. */
export interface AzureEventhubTriggerOptions extends KedaTriggerOptions {
  /**
   * KEDA's parameter `unprocessedEventThreshold`.
   *
   * @default 64
   */
  readonly unprocessedEventThreshold?: number;

  /**
   * KEDA's parameter `activationUnprocessedEventThreshold`.
   *
   * @default 0
   */
  readonly activationUnprocessedEventThreshold?: number;

  /**
   * KEDA's parameter `stalePartitionInfoThreshold`.
   *
   * @default 10000
   */
  readonly stalePartitionInfoThreshold?: number;

  /**
   * Environment variable of the worker's container that holds `connection`.
   *
   * @default - none
   */
  readonly connectionFromEnv?: string;

  /**
   * KEDA's parameter `consumerGroup`.
   *
   * @default - "$Default"
   */
  readonly consumerGroup?: string;

  /**
   * Environment variable of the worker's container that holds `storageConnection`.
   *
   * @default - none
   */
  readonly storageConnectionFromEnv?: string;

  /**
   * KEDA's parameter `storageAccountName`.
   *
   * @default - none
   */
  readonly storageAccountName?: string;

  /**
   * KEDA's parameter `blobContainer`.
   *
   * @default - none
   */
  readonly blobContainer?: string;

  /**
   * KEDA's parameter `eventHubNamespace`.
   *
   * @default - none
   */
  readonly eventHubNamespace?: string;

  /**
   * Environment variable of the worker's container that holds `eventHubNamespace`.
   *
   * @default - none
   */
  readonly eventHubNamespaceFromEnv?: string;

  /**
   * KEDA's parameter `eventHubName`.
   *
   * @default - none
   */
  readonly eventHubName?: string;

  /**
   * Environment variable of the worker's container that holds `eventHubName`.
   *
   * @default - none
   */
  readonly eventHubNameFromEnv?: string;

  /**
   * KEDA's parameter `checkpointStrategy`.
   *
   * @default - none
   */
  readonly checkpointStrategy?: string;
}

/**
 * KEDA's trigger `azure-eventhub`.
 *
 * @see https://keda.sh/docs/latest/scalers/
 */
export class AzureEventhubTrigger extends KedaTrigger {
  /**
   * @throws Error if a parameter that the trigger needs is neither here nor in an environment variable or a TriggerAuthentication
   */
  public constructor(options: AzureEventhubTriggerOptions) {
    super('azure-eventhub', triggerMetadata('AzureEventhubTrigger', options, [], {
      'unprocessedEventThreshold': options.unprocessedEventThreshold,
      'activationUnprocessedEventThreshold': options.activationUnprocessedEventThreshold,
      'stalePartitionInfoThreshold': options.stalePartitionInfoThreshold,
      'connectionFromEnv': options.connectionFromEnv,
      'consumerGroup': options.consumerGroup,
      'storageConnectionFromEnv': options.storageConnectionFromEnv,
      'storageAccountName': options.storageAccountName,
      'blobContainer': options.blobContainer,
      'eventHubNamespace': options.eventHubNamespace,
      'eventHubNamespaceFromEnv': options.eventHubNamespaceFromEnv,
      'eventHubName': options.eventHubName,
      'eventHubNameFromEnv': options.eventHubNameFromEnv,
      'checkpointStrategy': options.checkpointStrategy,
    }), options);
  }
}

/** Options of `AzureLogAnalyticsTrigger`. */
export interface AzureLogAnalyticsTriggerOptions extends KedaTriggerOptions {
  /**
   * KEDA's parameter `tenantId`.
   *
   * @default - none
   */
  readonly tenantId?: string;

  /**
   * Environment variable of the worker's container that holds `tenantId`.
   *
   * @default - none
   */
  readonly tenantIdFromEnv?: string;

  /**
   * KEDA's parameter `clientId`.
   *
   * @default - none
   */
  readonly clientId?: string;

  /**
   * Environment variable of the worker's container that holds `clientId`.
   *
   * @default - none
   */
  readonly clientIdFromEnv?: string;

  /**
   * KEDA's parameter `clientSecret`.
   *
   * @default - none
   */
  readonly clientSecret?: string;

  /**
   * Environment variable of the worker's container that holds `clientSecret`.
   *
   * @default - none
   */
  readonly clientSecretFromEnv?: string;

  /** KEDA's parameter `workspaceId`. Needed: here or in `workspaceIdFromEnv` or a TriggerAuthentication. */
  readonly workspaceId?: string;

  /**
   * Environment variable of the worker's container that holds `workspaceId`.
   *
   * @default - none
   */
  readonly workspaceIdFromEnv?: string;

  /** KEDA's parameter `query`. */
  readonly query: string;

  /** KEDA's parameter `threshold`. */
  readonly threshold: number;

  /**
   * KEDA's parameter `activationThreshold`.
   *
   * @default 0
   */
  readonly activationThreshold?: number;

  /**
   * KEDA's parameter `logAnalyticsResourceURL`.
   *
   * @default - none
   */
  readonly logAnalyticsResourceUrl?: string;

  /**
   * KEDA's parameter `cloud`.
   *
   * @default - "azurePublicCloud"
   */
  readonly cloud?: string;

  /**
   * KEDA's parameter `unsafeSsl`.
   *
   * @default false
   */
  readonly unsafeSsl?: boolean;

  /**
   * KEDA's parameter `timeout`.
   *
   * @default - none
   */
  readonly timeout?: string;
}

/**
 * KEDA's trigger `azure-log-analytics`.
 *
 * @see https://keda.sh/docs/latest/scalers/
 */
export class AzureLogAnalyticsTrigger extends KedaTrigger {
  /**
   * @throws Error if a parameter that the trigger needs is neither here nor in an environment variable or a TriggerAuthentication
   */
  public constructor(options: AzureLogAnalyticsTriggerOptions) {
    super('azure-log-analytics', triggerMetadata('AzureLogAnalyticsTrigger', options, ['workspaceId', 'query', 'threshold'], {
      'tenantId': options.tenantId,
      'tenantIdFromEnv': options.tenantIdFromEnv,
      'clientId': options.clientId,
      'clientIdFromEnv': options.clientIdFromEnv,
      'clientSecret': options.clientSecret,
      'clientSecretFromEnv': options.clientSecretFromEnv,
      'workspaceId': options.workspaceId,
      'workspaceIdFromEnv': options.workspaceIdFromEnv,
      'query': options.query,
      'threshold': options.threshold,
      'activationThreshold': options.activationThreshold,
      'logAnalyticsResourceURL': options.logAnalyticsResourceUrl,
      'cloud': options.cloud,
      'unsafeSsl': options.unsafeSsl,
      'timeout': options.timeout,
    }), options);
  }
}

/** Options of `AzureMonitorTrigger`. */
export interface AzureMonitorTriggerOptions extends KedaTriggerOptions {
  /** KEDA's parameter `targetValue`. */
  readonly targetValue: number;

  /**
   * KEDA's parameter `activationTargetValue`.
   *
   * @default 0
   */
  readonly activationTargetValue?: number;

  /** KEDA's parameter `resourceURI`. */
  readonly resourceUri: string;

  /** KEDA's parameter `tenantId`. */
  readonly tenantId: string;

  /** KEDA's parameter `subscriptionId`. */
  readonly subscriptionId: string;

  /** KEDA's parameter `resourceGroupName`. */
  readonly resourceGroupName: string;

  /** KEDA's parameter `metricName`. */
  readonly metricName: string;

  /**
   * KEDA's parameter `metricNamespace`.
   *
   * @default - none
   */
  readonly metricNamespace?: string;

  /**
   * KEDA's parameter `metricFilter`.
   *
   * @default - none
   */
  readonly metricFilter?: string;

  /**
   * KEDA's parameter `metricInterval`.
   *
   * @default - none
   */
  readonly metricInterval?: string;

  /**
   * KEDA's parameter `metricAggregationInterval`.
   *
   * @default - none
   */
  readonly metricAggregationInterval?: string;

  /** KEDA's parameter `metricAggregationType`. */
  readonly metricAggregationType: string;

  /**
   * KEDA's parameter `activeDirectoryClientId`.
   *
   * @default - none
   */
  readonly activeDirectoryClientId?: string;

  /**
   * Environment variable of the worker's container that holds `activeDirectoryClientId`.
   *
   * @default - none
   */
  readonly activeDirectoryClientIdFromEnv?: string;

  /**
   * KEDA's parameter `activeDirectoryClientPassword`.
   *
   * @default - none
   */
  readonly activeDirectoryClientPassword?: string;

  /**
   * Environment variable of the worker's container that holds `activeDirectoryClientPassword`.
   *
   * @default - none
   */
  readonly activeDirectoryClientPasswordFromEnv?: string;

  /**
   * KEDA's parameter `cloud`.
   *
   * @default - none
   */
  readonly cloud?: string;

  /**
   * KEDA's parameter `azureResourceManagerEndpoint`.
   *
   * @default - none
   */
  readonly azureResourceManagerEndpoint?: string;
}

/**
 * KEDA's trigger `azure-monitor`.
 *
 * @see https://keda.sh/docs/latest/scalers/
 */
export class AzureMonitorTrigger extends KedaTrigger {
  /**
   * @throws Error if a parameter that the trigger needs is neither here nor in an environment variable or a TriggerAuthentication
   */
  public constructor(options: AzureMonitorTriggerOptions) {
    super('azure-monitor', triggerMetadata('AzureMonitorTrigger', options, ['targetValue', 'resourceURI', 'tenantId', 'subscriptionId', 'resourceGroupName', 'metricName', 'metricAggregationType'], {
      'targetValue': options.targetValue,
      'activationTargetValue': options.activationTargetValue,
      'resourceURI': options.resourceUri,
      'tenantId': options.tenantId,
      'subscriptionId': options.subscriptionId,
      'resourceGroupName': options.resourceGroupName,
      'metricName': options.metricName,
      'metricNamespace': options.metricNamespace,
      'metricFilter': options.metricFilter,
      'metricInterval': options.metricInterval,
      'metricAggregationInterval': options.metricAggregationInterval,
      'metricAggregationType': options.metricAggregationType,
      'activeDirectoryClientId': options.activeDirectoryClientId,
      'activeDirectoryClientIdFromEnv': options.activeDirectoryClientIdFromEnv,
      'activeDirectoryClientPassword': options.activeDirectoryClientPassword,
      'activeDirectoryClientPasswordFromEnv': options.activeDirectoryClientPasswordFromEnv,
      'cloud': options.cloud,
      'azureResourceManagerEndpoint': options.azureResourceManagerEndpoint,
    }), options);
  }
}

/** Options of `AzurePipelinesTrigger`. */
export interface AzurePipelinesTriggerOptions extends KedaTriggerOptions {
  /** KEDA's parameter `organizationURL`. Needed: here or in `organizationUrlFromEnv` or a TriggerAuthentication. */
  readonly organizationUrl?: string;

  /**
   * Environment variable of the worker's container that holds `organizationURL`.
   *
   * @default - none
   */
  readonly organizationUrlFromEnv?: string;

  /**
   * Environment variable of the worker's container that holds `personalAccessToken`.
   *
   * @default - none
   */
  readonly personalAccessTokenFromEnv?: string;

  /**
   * KEDA's parameter `parent`.
   *
   * @default - none
   */
  readonly parent?: string;

  /**
   * KEDA's parameter `demands`.
   *
   * @default - none
   */
  readonly demands?: string;

  /**
   * KEDA's parameter `poolName`.
   *
   * @default - none
   */
  readonly poolName?: string;

  /**
   * KEDA's parameter `poolID`.
   *
   * @default - none
   */
  readonly poolId?: number;

  /**
   * KEDA's parameter `targetPipelinesQueueLength`.
   *
   * @default 1
   */
  readonly targetPipelinesQueueLength?: number;

  /**
   * KEDA's parameter `activationTargetPipelinesQueueLength`.
   *
   * @default 0
   */
  readonly activationTargetPipelinesQueueLength?: number;

  /**
   * KEDA's parameter `jobsToFetch`.
   *
   * @default 250
   */
  readonly jobsToFetch?: number;

  /**
   * KEDA's parameter `fetchUnfinishedJobsOnly`.
   *
   * @default false
   */
  readonly fetchUnfinishedJobsOnly?: boolean;

  /**
   * KEDA's parameter `scaleOnInFlight`.
   *
   * @default true
   */
  readonly scaleOnInFlight?: boolean;

  /**
   * KEDA's parameter `requireAllDemands`.
   *
   * @default false
   */
  readonly requireAllDemands?: boolean;

  /**
   * KEDA's parameter `requireAllDemandsAndIgnoreOthers`.
   *
   * @default false
   */
  readonly requireAllDemandsAndIgnoreOthers?: boolean;

  /**
   * KEDA's parameter `caseInsensitiveDemandsProcessing`.
   *
   * @default false
   */
  readonly caseInsensitiveDemandsProcessing?: boolean;
}

/**
 * KEDA's trigger `azure-pipelines`.
 *
 * @see https://keda.sh/docs/latest/scalers/
 */
export class AzurePipelinesTrigger extends KedaTrigger {
  /**
   * @throws Error if a parameter that the trigger needs is neither here nor in an environment variable or a TriggerAuthentication
   */
  public constructor(options: AzurePipelinesTriggerOptions) {
    super('azure-pipelines', triggerMetadata('AzurePipelinesTrigger', options, ['organizationURL'], {
      'organizationURL': options.organizationUrl,
      'organizationURLFromEnv': options.organizationUrlFromEnv,
      'personalAccessTokenFromEnv': options.personalAccessTokenFromEnv,
      'parent': options.parent,
      'demands': options.demands,
      'poolName': options.poolName,
      'poolID': options.poolId,
      'targetPipelinesQueueLength': options.targetPipelinesQueueLength,
      'activationTargetPipelinesQueueLength': options.activationTargetPipelinesQueueLength,
      'jobsToFetch': options.jobsToFetch,
      'fetchUnfinishedJobsOnly': options.fetchUnfinishedJobsOnly,
      'scaleOnInFlight': options.scaleOnInFlight,
      'requireAllDemands': options.requireAllDemands,
      'requireAllDemandsAndIgnoreOthers': options.requireAllDemandsAndIgnoreOthers,
      'caseInsensitiveDemandsProcessing': options.caseInsensitiveDemandsProcessing,
    }), options);
  }
}

/** Options of `AzureQueueTrigger`. */
export interface AzureQueueTriggerOptions extends KedaTriggerOptions {
  /**
   * KEDA's parameter `activationQueueLength`.
   *
   * @default 0
   */
  readonly activationQueueLength?: number;

  /** KEDA's parameter `queueName`. */
  readonly queueName: string;

  /**
   * KEDA's parameter `queueLength`.
   *
   * @default 5
   */
  readonly queueLength?: number;

  /**
   * KEDA's parameter `connection`.
   *
   * @default - none
   */
  readonly connection?: string;

  /**
   * Environment variable of the worker's container that holds `connection`.
   *
   * @default - none
   */
  readonly connectionFromEnv?: string;

  /**
   * KEDA's parameter `accountName`.
   *
   * @default - none
   */
  readonly accountName?: string;

  /**
   * KEDA's parameter `endpointSuffix`.
   *
   * @default - none
   */
  readonly endpointSuffix?: string;

  /**
   * KEDA's parameter `queueLengthStrategy`.
   *
   * @default - all
   */
  readonly queueLengthStrategy?: QueueLengthStrategy;
}

/**
 * KEDA's trigger `azure-queue`.
 *
 * @see https://keda.sh/docs/latest/scalers/
 */
export class AzureQueueTrigger extends KedaTrigger {
  /**
   * @throws Error if a parameter that the trigger needs is neither here nor in an environment variable or a TriggerAuthentication
   */
  public constructor(options: AzureQueueTriggerOptions) {
    super('azure-queue', triggerMetadata('AzureQueueTrigger', options, ['queueName'], {
      'activationQueueLength': options.activationQueueLength,
      'queueName': options.queueName,
      'queueLength': options.queueLength,
      'connection': options.connection,
      'connectionFromEnv': options.connectionFromEnv,
      'accountName': options.accountName,
      'endpointSuffix': options.endpointSuffix,
      'queueLengthStrategy': options.queueLengthStrategy,
    }), options);
  }
}

/** Options of `AzureServicebusTrigger`. */
export interface AzureServicebusTriggerOptions extends KedaTriggerOptions {
  /**
   * KEDA's parameter `messageCount`.
   *
   * @default 5
   */
  readonly messageCount?: number;

  /**
   * KEDA's parameter `activationMessageCount`.
   *
   * @default - none
   */
  readonly activationMessageCount?: number;

  /**
   * KEDA's parameter `queueName`.
   *
   * @default - none
   */
  readonly queueName?: string;

  /**
   * KEDA's parameter `topicName`.
   *
   * @default - none
   */
  readonly topicName?: string;

  /**
   * KEDA's parameter `subscriptionName`.
   *
   * @default - none
   */
  readonly subscriptionName?: string;

  /**
   * Environment variable of the worker's container that holds `connection`.
   *
   * @default - none
   */
  readonly connectionFromEnv?: string;

  /**
   * KEDA's parameter `namespace`.
   *
   * @default - none
   */
  readonly namespace?: string;

  /**
   * KEDA's parameter `useRegex`.
   *
   * @default - none
   */
  readonly useRegex?: boolean;

  /**
   * KEDA's parameter `operation`.
   *
   * @default - sum
   */
  readonly operation?: Operation;
}

/**
 * KEDA's trigger `azure-servicebus`.
 *
 * @see https://keda.sh/docs/latest/scalers/
 */
export class AzureServicebusTrigger extends KedaTrigger {
  /**
   * @throws Error if a parameter that the trigger needs is neither here nor in an environment variable or a TriggerAuthentication
   */
  public constructor(options: AzureServicebusTriggerOptions) {
    super('azure-servicebus', triggerMetadata('AzureServicebusTrigger', options, [], {
      'messageCount': options.messageCount,
      'activationMessageCount': options.activationMessageCount,
      'queueName': options.queueName,
      'topicName': options.topicName,
      'subscriptionName': options.subscriptionName,
      'connectionFromEnv': options.connectionFromEnv,
      'namespace': options.namespace,
      'useRegex': options.useRegex,
      'operation': options.operation,
    }), options);
  }
}

/** Options of `BeanstalkdTrigger`. */
export interface BeanstalkdTriggerOptions extends KedaTriggerOptions {
  /** KEDA's parameter `server`. */
  readonly server: string;

  /** KEDA's parameter `tube`. */
  readonly tube: string;

  /** KEDA's parameter `value`. */
  readonly value: string;

  /**
   * KEDA's parameter `activationValue`.
   *
   * @default - none
   */
  readonly activationValue?: number;

  /**
   * KEDA's parameter `includeDelayed`.
   *
   * @default - none
   */
  readonly includeDelayed?: boolean;

  /**
   * KEDA's parameter `timeout`.
   *
   * @default - "30"
   */
  readonly timeout?: string;
}

/**
 * KEDA's trigger `beanstalkd`.
 *
 * @see https://keda.sh/docs/latest/scalers/
 */
export class BeanstalkdTrigger extends KedaTrigger {
  /**
   * @throws Error if a parameter that the trigger needs is neither here nor in an environment variable or a TriggerAuthentication
   */
  public constructor(options: BeanstalkdTriggerOptions) {
    super('beanstalkd', triggerMetadata('BeanstalkdTrigger', options, ['server', 'tube', 'value'], {
      'server': options.server,
      'tube': options.tube,
      'value': options.value,
      'activationValue': options.activationValue,
      'includeDelayed': options.includeDelayed,
      'timeout': options.timeout,
    }), options);
  }
}

/** Options of `CassandraTrigger`. */
export interface CassandraTriggerOptions extends KedaTriggerOptions {
  /** KEDA's parameter `username`. */
  readonly username: string;

  /** KEDA's parameter `clusterIPAddress`. */
  readonly clusterIpAddress: string;

  /**
   * KEDA's parameter `port`.
   *
   * @default - none
   */
  readonly port?: string;

  /**
   * KEDA's parameter `consistency`.
   *
   * @default - "one"
   */
  readonly consistency?: string;

  /**
   * KEDA's parameter `protocolVersion`.
   *
   * @default 4
   */
  readonly protocolVersion?: number;

  /** KEDA's parameter `keyspace`. */
  readonly keyspace: string;

  /** KEDA's parameter `query`. */
  readonly query: string;

  /** KEDA's parameter `targetQueryValue`. */
  readonly targetQueryValue: number;

  /**
   * KEDA's parameter `activationTargetQueryValue`.
   *
   * @default 0
   */
  readonly activationTargetQueryValue?: number;
}

/**
 * KEDA's trigger `cassandra`.
 *
 * @see https://keda.sh/docs/latest/scalers/
 */
export class CassandraTrigger extends KedaTrigger {
  /**
   * @throws Error if a parameter that the trigger needs is neither here nor in an environment variable or a TriggerAuthentication
   */
  public constructor(options: CassandraTriggerOptions) {
    super('cassandra', triggerMetadata('CassandraTrigger', options, ['username', 'clusterIPAddress', 'keyspace', 'query', 'targetQueryValue'], {
      'username': options.username,
      'clusterIPAddress': options.clusterIpAddress,
      'port': options.port,
      'consistency': options.consistency,
      'protocolVersion': options.protocolVersion,
      'keyspace': options.keyspace,
      'query': options.query,
      'targetQueryValue': options.targetQueryValue,
      'activationTargetQueryValue': options.activationTargetQueryValue,
    }), options);
  }
}

/** Options of `ClickhouseTrigger`. */
export interface ClickhouseTriggerOptions extends KedaTriggerOptions {
  /**
   * Environment variable of the worker's container that holds `connectionString`.
   *
   * @default - none
   */
  readonly connectionStringFromEnv?: string;

  /**
   * KEDA's parameter `host`.
   *
   * @default - none
   */
  readonly host?: string;

  /**
   * KEDA's parameter `port`.
   *
   * @default - none
   */
  readonly port?: string;

  /**
   * KEDA's parameter `username`.
   *
   * @default - none
   */
  readonly username?: string;

  /**
   * Environment variable of the worker's container that holds `username`.
   *
   * @default - none
   */
  readonly usernameFromEnv?: string;

  /**
   * Environment variable of the worker's container that holds `password`.
   *
   * @default - none
   */
  readonly passwordFromEnv?: string;

  /**
   * KEDA's parameter `database`.
   *
   * @default - none
   */
  readonly database?: string;

  /** KEDA's parameter `query`. */
  readonly query: string;

  /** KEDA's parameter `targetQueryValue`. */
  readonly targetQueryValue: number;

  /**
   * KEDA's parameter `activationTargetQueryValue`.
   *
   * @default 0
   */
  readonly activationTargetQueryValue?: number;

  /**
   * KEDA's parameter `maxIdleConns`.
   *
   * @default - none
   */
  readonly maxIdleConns?: number;

  /**
   * KEDA's parameter `maxOpenConns`.
   *
   * @default - none
   */
  readonly maxOpenConns?: number;

  /**
   * KEDA's parameter `connMaxLifetime`.
   *
   * @default - none
   */
  readonly connMaxLifetime?: string;
}

/**
 * KEDA's trigger `clickhouse`.
 *
 * @see https://keda.sh/docs/latest/scalers/
 */
export class ClickhouseTrigger extends KedaTrigger {
  /**
   * @throws Error if a parameter that the trigger needs is neither here nor in an environment variable or a TriggerAuthentication
   */
  public constructor(options: ClickhouseTriggerOptions) {
    super('clickhouse', triggerMetadata('ClickhouseTrigger', options, ['query', 'targetQueryValue'], {
      'connectionStringFromEnv': options.connectionStringFromEnv,
      'host': options.host,
      'port': options.port,
      'username': options.username,
      'usernameFromEnv': options.usernameFromEnv,
      'passwordFromEnv': options.passwordFromEnv,
      'database': options.database,
      'query': options.query,
      'targetQueryValue': options.targetQueryValue,
      'activationTargetQueryValue': options.activationTargetQueryValue,
      'maxIdleConns': options.maxIdleConns,
      'maxOpenConns': options.maxOpenConns,
      'connMaxLifetime': options.connMaxLifetime,
    }), options);
  }
}

/** Options of `CouchdbTrigger`. */
export interface CouchdbTriggerOptions extends KedaTriggerOptions {
  /**
   * KEDA's parameter `connectionString`.
   *
   * @default - none
   */
  readonly connectionString?: string;

  /**
   * Environment variable of the worker's container that holds `connectionString`.
   *
   * @default - none
   */
  readonly connectionStringFromEnv?: string;

  /**
   * KEDA's parameter `host`.
   *
   * @default - none
   */
  readonly host?: string;

  /**
   * KEDA's parameter `port`.
   *
   * @default - none
   */
  readonly port?: string;

  /**
   * KEDA's parameter `username`.
   *
   * @default - none
   */
  readonly username?: string;

  /**
   * KEDA's parameter `password`.
   *
   * @default - none
   */
  readonly password?: string;

  /**
   * Environment variable of the worker's container that holds `password`.
   *
   * @default - none
   */
  readonly passwordFromEnv?: string;

  /**
   * KEDA's parameter `dbName`.
   *
   * @default - none
   */
  readonly dbName?: string;

  /**
   * KEDA's parameter `query`.
   *
   * @default - none
   */
  readonly query?: string;

  /**
   * KEDA's parameter `queryValue`.
   *
   * @default - none
   */
  readonly queryValue?: number;

  /**
   * KEDA's parameter `activationQueryValue`.
   *
   * @default 0
   */
  readonly activationQueryValue?: number;
}

/**
 * KEDA's trigger `couchdb`.
 *
 * @see https://keda.sh/docs/latest/scalers/
 */
export class CouchdbTrigger extends KedaTrigger {
  /**
   * @throws Error if a parameter that the trigger needs is neither here nor in an environment variable or a TriggerAuthentication
   */
  public constructor(options: CouchdbTriggerOptions) {
    super('couchdb', triggerMetadata('CouchdbTrigger', options, [], {
      'connectionString': options.connectionString,
      'connectionStringFromEnv': options.connectionStringFromEnv,
      'host': options.host,
      'port': options.port,
      'username': options.username,
      'password': options.password,
      'passwordFromEnv': options.passwordFromEnv,
      'dbName': options.dbName,
      'query': options.query,
      'queryValue': options.queryValue,
      'activationQueryValue': options.activationQueryValue,
    }), options);
  }
}

/** Options of `CpuTrigger`. */
export interface CpuTriggerOptions extends KedaTriggerOptions {
  /** KEDA's parameter `value`. */
  readonly value: string;

  /**
   * KEDA's parameter `containerName`.
   *
   * @default - none
   */
  readonly containerName?: string;
}

/**
 * KEDA's trigger `cpu`.
 *
 * @see https://keda.sh/docs/latest/scalers/
 */
export class CpuTrigger extends KedaTrigger {
  /**
   * @throws Error if a parameter that the trigger needs is neither here nor in an environment variable or a TriggerAuthentication
   */
  public constructor(options: CpuTriggerOptions) {
    super('cpu', triggerMetadata('CpuTrigger', options, ['value'], {
      'value': options.value,
      'containerName': options.containerName,
    }), options);
  }
}

/** Options of `CronTrigger`. */
export interface CronTriggerOptions extends KedaTriggerOptions {
  /** KEDA's parameter `start`. */
  readonly start: string;

  /** KEDA's parameter `end`. */
  readonly end: string;

  /** KEDA's parameter `timezone`. */
  readonly timezone: string;

  /** KEDA's parameter `desiredReplicas`. */
  readonly desiredReplicas: number;
}

/**
 * KEDA's trigger `cron`.
 *
 * @see https://keda.sh/docs/latest/scalers/
 */
export class CronTrigger extends KedaTrigger {
  /**
   * @throws Error if a parameter that the trigger needs is neither here nor in an environment variable or a TriggerAuthentication
   */
  public constructor(options: CronTriggerOptions) {
    super('cron', triggerMetadata('CronTrigger', options, ['start', 'end', 'timezone', 'desiredReplicas'], {
      'start': options.start,
      'end': options.end,
      'timezone': options.timezone,
      'desiredReplicas': options.desiredReplicas,
    }), options);
  }
}

/** Options of `DatadogTrigger`. */
export interface DatadogTriggerOptions extends KedaTriggerOptions {
  /**
   * KEDA's parameter `authModes`.
   *
   * @default - none
   */
  readonly authModes?: AuthMode[];

  /**
   * KEDA's parameter `authMode`.
   *
   * @default - none
   */
  readonly authMode?: AuthMode[];

  /**
   * KEDA's parameter `apiKey`.
   *
   * @default - none
   */
  readonly apiKey?: string;

  /**
   * KEDA's parameter `method`.
   *
   * @default - header
   */
  readonly method?: Method;

  /**
   * KEDA's parameter `keyParamName`.
   *
   * @default - none
   */
  readonly keyParamName?: string;

  /**
   * KEDA's parameter `datadogMetricName`.
   *
   * @default - none
   */
  readonly datadogMetricName?: string;

  /**
   * KEDA's parameter `datadogMetricNamespace`.
   *
   * @default - none
   */
  readonly datadogMetricNamespace?: string;

  /**
   * KEDA's parameter `activationTargetValue`.
   *
   * @default 0
   */
  readonly activationTargetValue?: number;

  /**
   * KEDA's parameter `query`.
   *
   * @default - none
   */
  readonly query?: string;

  /**
   * KEDA's parameter `queryAggregator`.
   *
   * @default - none
   */
  readonly queryAggregator?: QueryAggregator;

  /**
   * KEDA's parameter `activationQueryValue`.
   *
   * @default 0
   */
  readonly activationQueryValue?: number;

  /**
   * KEDA's parameter `age`.
   *
   * @default 90
   */
  readonly age?: number;

  /**
   * KEDA's parameter `timeWindowOffset`.
   *
   * @default 0
   */
  readonly timeWindowOffset?: number;

  /**
   * KEDA's parameter `lastAvailablePointOffset`.
   *
   * @default 0
   */
  readonly lastAvailablePointOffset?: number;

  /**
   * KEDA's parameter `useClusterAgentProxy`.
   *
   * @default false
   */
  readonly useClusterAgentProxy?: boolean;

  /**
   * KEDA's parameter `hpaMetricName`.
   *
   * @default - none
   */
  readonly hpaMetricName?: string;

  /**
   * KEDA's parameter `metricUnavailableValue`.
   *
   * @default - none
   */
  readonly metricUnavailableValue?: number;

  /**
   * KEDA's parameter `targetValue`.
   *
   * @default -1
   */
  readonly targetValue?: number;

  /**
   * KEDA's parameter `queryValue`.
   *
   * @default -1
   */
  readonly queryValue?: number;

  /**
   * KEDA's parameter `timeout`.
   *
   * @default - none
   */
  readonly timeout?: string;
}

/**
 * KEDA's trigger `datadog`.
 *
 * @see https://keda.sh/docs/latest/scalers/
 */
export class DatadogTrigger extends KedaTrigger {
  /**
   * @throws Error if a parameter that the trigger needs is neither here nor in an environment variable or a TriggerAuthentication
   */
  public constructor(options: DatadogTriggerOptions) {
    super('datadog', triggerMetadata('DatadogTrigger', options, [], {
      'authModes': options.authModes?.join(','),
      'authMode': options.authMode?.join(','),
      'apiKey': options.apiKey,
      'method': options.method,
      'keyParamName': options.keyParamName,
      'datadogMetricName': options.datadogMetricName,
      'datadogMetricNamespace': options.datadogMetricNamespace,
      'activationTargetValue': options.activationTargetValue,
      'query': options.query,
      'queryAggregator': options.queryAggregator,
      'activationQueryValue': options.activationQueryValue,
      'age': options.age,
      'timeWindowOffset': options.timeWindowOffset,
      'lastAvailablePointOffset': options.lastAvailablePointOffset,
      'useClusterAgentProxy': options.useClusterAgentProxy,
      'hpaMetricName': options.hpaMetricName,
      'metricUnavailableValue': options.metricUnavailableValue,
      'targetValue': options.targetValue,
      'queryValue': options.queryValue,
      'timeout': options.timeout,
    }), options);
  }
}

/** Options of `DynatraceTrigger`. */
export interface DynatraceTriggerOptions extends KedaTriggerOptions {
  /** KEDA's parameter `host`. Needed: here or in a TriggerAuthentication. */
  readonly host?: string;

  /**
   * KEDA's parameter `metricSelector`.
   *
   * @default - none
   */
  readonly metricSelector?: string;

  /**
   * KEDA's parameter `query`.
   *
   * @default - none
   */
  readonly query?: string;

  /**
   * KEDA's parameter `queryTimeoutSeconds`.
   *
   * @default 10
   */
  readonly queryTimeoutSeconds?: number;

  /**
   * KEDA's parameter `queryPollingWait`.
   *
   * @default - "1s"
   */
  readonly queryPollingWait?: string;

  /**
   * KEDA's parameter `queryPollingTries`.
   *
   * @default 5
   */
  readonly queryPollingTries?: number;

  /**
   * KEDA's parameter `from`.
   *
   * @default - none
   */
  readonly from?: string;

  /** KEDA's parameter `threshold`. */
  readonly threshold: number;

  /**
   * KEDA's parameter `activationThreshold`.
   *
   * @default - none
   */
  readonly activationThreshold?: number;
}

/**
 * KEDA's trigger `dynatrace`.
 *
 * @see https://keda.sh/docs/latest/scalers/
 */
export class DynatraceTrigger extends KedaTrigger {
  /**
   * @throws Error if a parameter that the trigger needs is neither here nor in an environment variable or a TriggerAuthentication
   */
  public constructor(options: DynatraceTriggerOptions) {
    super('dynatrace', triggerMetadata('DynatraceTrigger', options, ['host', 'threshold'], {
      'host': options.host,
      'metricSelector': options.metricSelector,
      'query': options.query,
      'queryTimeoutSeconds': options.queryTimeoutSeconds,
      'queryPollingWait': options.queryPollingWait,
      'queryPollingTries': options.queryPollingTries,
      'from': options.from,
      'threshold': options.threshold,
      'activationThreshold': options.activationThreshold,
    }), options);
  }
}

/** Options of `ElasticForecastTrigger`. */
export interface ElasticForecastTriggerOptions extends KedaTriggerOptions {
  /**
   * KEDA's parameter `addresses`.
   *
   * @default - none
   */
  readonly addresses?: string[];

  /**
   * KEDA's parameter `unsafeSsl`.
   *
   * @default false
   */
  readonly unsafeSsl?: boolean;

  /**
   * KEDA's parameter `username`.
   *
   * @default - none
   */
  readonly username?: string;

  /**
   * KEDA's parameter `password`.
   *
   * @default - none
   */
  readonly password?: string;

  /**
   * Environment variable of the worker's container that holds `password`.
   *
   * @default - none
   */
  readonly passwordFromEnv?: string;

  /**
   * KEDA's parameter `cloudID`.
   *
   * @default - none
   */
  readonly cloudId?: string;

  /**
   * KEDA's parameter `apiKey`.
   *
   * @default - none
   */
  readonly apiKey?: string;

  /** KEDA's parameter `jobID`. */
  readonly jobId: string;

  /**
   * KEDA's parameter `lookAhead`.
   *
   * @default - "10m"
   */
  readonly lookAhead?: string;

  /** KEDA's parameter `targetValue`. */
  readonly targetValue: number;

  /**
   * KEDA's parameter `activationTargetValue`.
   *
   * @default 0
   */
  readonly activationTargetValue?: number;

  /**
   * KEDA's parameter `index`.
   *
   * @default - "*"
   */
  readonly index?: string;

  /**
   * KEDA's parameter `partitionFieldValue`.
   *
   * @default - none
   */
  readonly partitionFieldValue?: string;

  /**
   * KEDA's parameter `byFieldValue`.
   *
   * @default - none
   */
  readonly byFieldValue?: string;
}

/**
 * KEDA's trigger `elastic-forecast`.
 *
 * @see https://keda.sh/docs/latest/scalers/
 */
export class ElasticForecastTrigger extends KedaTrigger {
  /**
   * @throws Error if a parameter that the trigger needs is neither here nor in an environment variable or a TriggerAuthentication
   */
  public constructor(options: ElasticForecastTriggerOptions) {
    super('elastic-forecast', triggerMetadata('ElasticForecastTrigger', options, ['jobID', 'targetValue'], {
      'addresses': options.addresses?.join(','),
      'unsafeSsl': options.unsafeSsl,
      'username': options.username,
      'password': options.password,
      'passwordFromEnv': options.passwordFromEnv,
      'cloudID': options.cloudId,
      'apiKey': options.apiKey,
      'jobID': options.jobId,
      'lookAhead': options.lookAhead,
      'targetValue': options.targetValue,
      'activationTargetValue': options.activationTargetValue,
      'index': options.index,
      'partitionFieldValue': options.partitionFieldValue,
      'byFieldValue': options.byFieldValue,
    }), options);
  }
}

/** Options of `ElasticsearchTrigger`. */
export interface ElasticsearchTriggerOptions extends KedaTriggerOptions {
  /**
   * KEDA's parameter `addresses`.
   *
   * @default - none
   */
  readonly addresses?: string[];

  /**
   * KEDA's parameter `unsafeSsl`.
   *
   * @default false
   */
  readonly unsafeSsl?: boolean;

  /**
   * KEDA's parameter `username`.
   *
   * @default - none
   */
  readonly username?: string;

  /**
   * KEDA's parameter `password`.
   *
   * @default - none
   */
  readonly password?: string;

  /**
   * Environment variable of the worker's container that holds `password`.
   *
   * @default - none
   */
  readonly passwordFromEnv?: string;

  /**
   * KEDA's parameter `cloudID`.
   *
   * @default - none
   */
  readonly cloudId?: string;

  /**
   * KEDA's parameter `apiKey`.
   *
   * @default - none
   */
  readonly apiKey?: string;

  /** KEDA's parameter `index`. Needed: here or in a TriggerAuthentication. */
  readonly index?: string[];

  /**
   * KEDA's parameter `searchTemplateName`.
   *
   * @default - none
   */
  readonly searchTemplateName?: string;

  /**
   * KEDA's parameter `query`.
   *
   * @default - none
   */
  readonly query?: string;

  /**
   * KEDA's parameter `parameters`.
   *
   * @default - none
   */
  readonly parameters?: string[];

  /** KEDA's parameter `valueLocation`. Needed: here or in a TriggerAuthentication. */
  readonly valueLocation?: string;

  /** KEDA's parameter `targetValue`. Needed: here or in a TriggerAuthentication. */
  readonly targetValue?: number;

  /**
   * KEDA's parameter `activationTargetValue`.
   *
   * @default 0
   */
  readonly activationTargetValue?: number;

  /**
   * KEDA's parameter `ignoreNullValues`.
   *
   * @default false
   */
  readonly ignoreNullValues?: boolean;

  /**
   * KEDA's parameter `metricName`.
   *
   * @default - none
   */
  readonly metricName?: string;
}

/**
 * KEDA's trigger `elasticsearch`.
 *
 * @see https://keda.sh/docs/latest/scalers/
 */
export class ElasticsearchTrigger extends KedaTrigger {
  /**
   * @throws Error if a parameter that the trigger needs is neither here nor in an environment variable or a TriggerAuthentication
   */
  public constructor(options: ElasticsearchTriggerOptions) {
    super('elasticsearch', triggerMetadata('ElasticsearchTrigger', options, ['index', 'valueLocation', 'targetValue'], {
      'addresses': options.addresses?.join(','),
      'unsafeSsl': options.unsafeSsl,
      'username': options.username,
      'password': options.password,
      'passwordFromEnv': options.passwordFromEnv,
      'cloudID': options.cloudId,
      'apiKey': options.apiKey,
      'index': options.index?.join(';'),
      'searchTemplateName': options.searchTemplateName,
      'query': options.query,
      'parameters': options.parameters?.join(';'),
      'valueLocation': options.valueLocation,
      'targetValue': options.targetValue,
      'activationTargetValue': options.activationTargetValue,
      'ignoreNullValues': options.ignoreNullValues,
      'metricName': options.metricName,
    }), options);
  }
}

/** Options of `EtcdTrigger`. */
export interface EtcdTriggerOptions extends KedaTriggerOptions {
  /** KEDA's parameter `endpoints`. */
  readonly endpoints: string;

  /** KEDA's parameter `watchKey`. */
  readonly watchKey: string;

  /** KEDA's parameter `value`. */
  readonly value: string;

  /**
   * KEDA's parameter `activationValue`.
   *
   * @default 0
   */
  readonly activationValue?: number;

  /**
   * KEDA's parameter `watchProgressNotifyInterval`.
   *
   * @default 600
   */
  readonly watchProgressNotifyInterval?: number;

  /**
   * Environment variable of the worker's container that holds `username`.
   *
   * @default - none
   */
  readonly usernameFromEnv?: string;

  /**
   * Environment variable of the worker's container that holds `password`.
   *
   * @default - none
   */
  readonly passwordFromEnv?: string;
}

/**
 * KEDA's trigger `etcd`.
 *
 * @see https://keda.sh/docs/latest/scalers/
 */
export class EtcdTrigger extends KedaTrigger {
  /**
   * @throws Error if a parameter that the trigger needs is neither here nor in an environment variable or a TriggerAuthentication
   */
  public constructor(options: EtcdTriggerOptions) {
    super('etcd', triggerMetadata('EtcdTrigger', options, ['endpoints', 'watchKey', 'value'], {
      'endpoints': options.endpoints,
      'watchKey': options.watchKey,
      'value': options.value,
      'activationValue': options.activationValue,
      'watchProgressNotifyInterval': options.watchProgressNotifyInterval,
      'usernameFromEnv': options.usernameFromEnv,
      'passwordFromEnv': options.passwordFromEnv,
    }), options);
  }
}

/** Options of `ExternalTrigger`. */
export interface ExternalTriggerOptions extends KedaTriggerOptions {
  /** KEDA's parameter `scalerAddress`. */
  readonly scalerAddress: string;

  /**
   * KEDA's parameter `enableTLS`.
   *
   * @default - none
   */
  readonly enableTls?: string;

  /**
   * KEDA's parameter `unsafeSsl`.
   *
   * @default - none
   */
  readonly unsafeSsl?: boolean;

  /**
   * KEDA's parameter `*`.
   *
   * @default - none
   */
  readonly metadata?: { [name: string]: string };
}

/**
 * KEDA's trigger `external`.
 *
 * @see https://keda.sh/docs/latest/scalers/
 */
export class ExternalTrigger extends KedaTrigger {
  /**
   * @throws Error if a parameter that the trigger needs is neither here nor in an environment variable or a TriggerAuthentication
   */
  public constructor(options: ExternalTriggerOptions) {
    super('external', triggerMetadata('ExternalTrigger', options, ['scalerAddress'], {
      'scalerAddress': options.scalerAddress,
      'enableTLS': options.enableTls,
      'unsafeSsl': options.unsafeSsl,
      '*': options.metadata,
    }), options);
  }
}

/** Options of `ExternalPushTrigger`. */
export interface ExternalPushTriggerOptions extends KedaTriggerOptions {
  /** KEDA's parameter `scalerAddress`. */
  readonly scalerAddress: string;

  /**
   * KEDA's parameter `enableTLS`.
   *
   * @default - none
   */
  readonly enableTls?: string;

  /**
   * KEDA's parameter `unsafeSsl`.
   *
   * @default - none
   */
  readonly unsafeSsl?: boolean;

  /**
   * KEDA's parameter `*`.
   *
   * @default - none
   */
  readonly metadata?: { [name: string]: string };
}

/**
 * KEDA's trigger `external-push`.
 *
 * @see https://keda.sh/docs/latest/scalers/
 */
export class ExternalPushTrigger extends KedaTrigger {
  /**
   * @throws Error if a parameter that the trigger needs is neither here nor in an environment variable or a TriggerAuthentication
   */
  public constructor(options: ExternalPushTriggerOptions) {
    super('external-push', triggerMetadata('ExternalPushTrigger', options, ['scalerAddress'], {
      'scalerAddress': options.scalerAddress,
      'enableTLS': options.enableTls,
      'unsafeSsl': options.unsafeSsl,
      '*': options.metadata,
    }), options);
  }
}

/** Options of `ForgejoRunnerTrigger`. */
export interface ForgejoRunnerTriggerOptions extends KedaTriggerOptions {
  /**
   * Environment variable of the worker's container that holds `token`.
   *
   * @default - none
   */
  readonly tokenFromEnv?: string;

  /** KEDA's parameter `address`. */
  readonly address: string;

  /** KEDA's parameter `labels`. */
  readonly labels: string;

  /**
   * KEDA's parameter `global`.
   *
   * @default - none
   */
  readonly global?: boolean;

  /**
   * KEDA's parameter `owner`.
   *
   * @default - none
   */
  readonly owner?: string;

  /**
   * KEDA's parameter `org`.
   *
   * @default - none
   */
  readonly org?: string;

  /**
   * KEDA's parameter `repo`.
   *
   * @default - none
   */
  readonly repo?: string;
}

/**
 * KEDA's trigger `forgejo-runner`.
 *
 * @see https://keda.sh/docs/latest/scalers/
 */
export class ForgejoRunnerTrigger extends KedaTrigger {
  /**
   * @throws Error if a parameter that the trigger needs is neither here nor in an environment variable or a TriggerAuthentication
   */
  public constructor(options: ForgejoRunnerTriggerOptions) {
    super('forgejo-runner', triggerMetadata('ForgejoRunnerTrigger', options, ['token', 'address', 'labels'], {
      'tokenFromEnv': options.tokenFromEnv,
      'address': options.address,
      'labels': options.labels,
      'global': options.global,
      'owner': options.owner,
      'org': options.org,
      'repo': options.repo,
    }), options);
  }
}

/** Options of `GcpCloudtasksTrigger`. */
export interface GcpCloudtasksTriggerOptions extends KedaTriggerOptions {
  /**
   * KEDA's parameter `value`.
   *
   * @default - "100"
   */
  readonly value?: string;

  /**
   * KEDA's parameter `activationValue`.
   *
   * @default 0
   */
  readonly activationValue?: number;

  /**
   * KEDA's parameter `filterDuration`.
   *
   * @default - none
   */
  readonly filterDuration?: number;

  /** KEDA's parameter `queueName`. */
  readonly queueName: string;

  /** KEDA's parameter `projectID`. */
  readonly projectId: string;

  /**
   * KEDA's parameter `credentials`.
   *
   * @default - none
   */
  readonly credentials?: string;

  /**
   * Environment variable of the worker's container that holds `credentials`.
   *
   * @default - none
   */
  readonly credentialsFromEnv?: string;

  /**
   * KEDA's parameter `credentialsFromEnvFile`.
   *
   * @default - none
   */
  readonly credentialsFromEnvFile?: string;

  /**
   * Environment variable of the worker's container that holds `credentialsFromEnvFile`.
   *
   * @default - none
   */
  readonly credentialsFromEnvFileFromEnv?: string;
}

/**
 * KEDA's trigger `gcp-cloudtasks`.
 *
 * @deprecated This scaler is deprecated. More info -> 'https://keda.sh/blog/2025-09-15-gcp-deprecations'
 * @see https://keda.sh/docs/latest/scalers/
 */
export class GcpCloudtasksTrigger extends KedaTrigger {
  /**
   * @throws Error if a parameter that the trigger needs is neither here nor in an environment variable or a TriggerAuthentication
   */
  public constructor(options: GcpCloudtasksTriggerOptions) {
    super('gcp-cloudtasks', triggerMetadata('GcpCloudtasksTrigger', options, ['queueName', 'projectID'], {
      'value': options.value,
      'activationValue': options.activationValue,
      'filterDuration': options.filterDuration,
      'queueName': options.queueName,
      'projectID': options.projectId,
      'credentials': options.credentials,
      'credentialsFromEnv': options.credentialsFromEnv,
      'credentialsFromEnvFile': options.credentialsFromEnvFile,
      'credentialsFromEnvFileFromEnv': options.credentialsFromEnvFileFromEnv,
    }), options);
  }
}

/** Options of `GcpPubsubTrigger`. */
export interface GcpPubsubTriggerOptions extends KedaTriggerOptions {
  /**
   * KEDA's parameter `mode`.
   *
   * @default - "SubscriptionSize"
   */
  readonly mode?: string;

  /**
   * KEDA's parameter `value`.
   *
   * @default - "10"
   */
  readonly value?: string;

  /**
   * KEDA's parameter `activationValue`.
   *
   * @default 0
   */
  readonly activationValue?: number;

  /**
   * KEDA's parameter `aggregation`.
   *
   * @default - none
   */
  readonly aggregation?: string;

  /**
   * KEDA's parameter `timeHorizon`.
   *
   * @default - none
   */
  readonly timeHorizon?: string;

  /**
   * KEDA's parameter `valueIfNull`.
   *
   * @default - none
   */
  readonly valueIfNull?: number;

  /**
   * KEDA's parameter `subscriptionName`.
   *
   * @default - none
   */
  readonly subscriptionName?: string;

  /**
   * Environment variable of the worker's container that holds `subscriptionName`.
   *
   * @default - none
   */
  readonly subscriptionNameFromEnv?: string;

  /**
   * KEDA's parameter `topicName`.
   *
   * @default - none
   */
  readonly topicName?: string;

  /**
   * Environment variable of the worker's container that holds `topicName`.
   *
   * @default - none
   */
  readonly topicNameFromEnv?: string;

  /**
   * KEDA's parameter `credentials`.
   *
   * @default - none
   */
  readonly credentials?: string;

  /**
   * Environment variable of the worker's container that holds `credentials`.
   *
   * @default - none
   */
  readonly credentialsFromEnv?: string;

  /**
   * KEDA's parameter `credentialsFromEnvFile`.
   *
   * @default - none
   */
  readonly credentialsFromEnvFile?: string;

  /**
   * Environment variable of the worker's container that holds `credentialsFromEnvFile`.
   *
   * @default - none
   */
  readonly credentialsFromEnvFileFromEnv?: string;
}

/**
 * KEDA's trigger `gcp-pubsub`.
 *
 * @deprecated This scaler is deprecated. More info -> 'https://keda.sh/blog/2025-09-15-gcp-deprecations'
 * @see https://keda.sh/docs/latest/scalers/
 */
export class GcpPubsubTrigger extends KedaTrigger {
  /**
   * @throws Error if a parameter that the trigger needs is neither here nor in an environment variable or a TriggerAuthentication
   */
  public constructor(options: GcpPubsubTriggerOptions) {
    super('gcp-pubsub', triggerMetadata('GcpPubsubTrigger', options, [], {
      'mode': options.mode,
      'value': options.value,
      'activationValue': options.activationValue,
      'aggregation': options.aggregation,
      'timeHorizon': options.timeHorizon,
      'valueIfNull': options.valueIfNull,
      'subscriptionName': options.subscriptionName,
      'subscriptionNameFromEnv': options.subscriptionNameFromEnv,
      'topicName': options.topicName,
      'topicNameFromEnv': options.topicNameFromEnv,
      'credentials': options.credentials,
      'credentialsFromEnv': options.credentialsFromEnv,
      'credentialsFromEnvFile': options.credentialsFromEnvFile,
      'credentialsFromEnvFileFromEnv': options.credentialsFromEnvFileFromEnv,
    }), options);
  }
}

/** Options of `GcpSpannerTrigger`. */
export interface GcpSpannerTriggerOptions extends KedaTriggerOptions {
  /** KEDA's parameter `projectId`. */
  readonly projectId: string;

  /** KEDA's parameter `instanceId`. */
  readonly instanceId: string;

  /** KEDA's parameter `databaseId`. */
  readonly databaseId: string;

  /** KEDA's parameter `query`. */
  readonly query: string;

  /**
   * KEDA's parameter `targetValue`.
   *
   * @default 5
   */
  readonly targetValue?: number;

  /**
   * KEDA's parameter `activationValue`.
   *
   * @default 0
   */
  readonly activationValue?: number;

  /**
   * KEDA's parameter `credentials`.
   *
   * @default - none
   */
  readonly credentials?: string;

  /**
   * Environment variable of the worker's container that holds `credentials`.
   *
   * @default - none
   */
  readonly credentialsFromEnv?: string;

  /**
   * KEDA's parameter `credentialsFromEnvFile`.
   *
   * @default - none
   */
  readonly credentialsFromEnvFile?: string;

  /**
   * Environment variable of the worker's container that holds `credentialsFromEnvFile`.
   *
   * @default - none
   */
  readonly credentialsFromEnvFileFromEnv?: string;
}

/**
 * KEDA's trigger `gcp-spanner`.
 *
 * @see https://keda.sh/docs/latest/scalers/
 */
export class GcpSpannerTrigger extends KedaTrigger {
  /**
   * @throws Error if a parameter that the trigger needs is neither here nor in an environment variable or a TriggerAuthentication
   */
  public constructor(options: GcpSpannerTriggerOptions) {
    super('gcp-spanner', triggerMetadata('GcpSpannerTrigger', options, ['projectId', 'instanceId', 'databaseId', 'query'], {
      'projectId': options.projectId,
      'instanceId': options.instanceId,
      'databaseId': options.databaseId,
      'query': options.query,
      'targetValue': options.targetValue,
      'activationValue': options.activationValue,
      'credentials': options.credentials,
      'credentialsFromEnv': options.credentialsFromEnv,
      'credentialsFromEnvFile': options.credentialsFromEnvFile,
      'credentialsFromEnvFileFromEnv': options.credentialsFromEnvFileFromEnv,
    }), options);
  }
}

/** Options of `GcpStackdriverTrigger`. */
export interface GcpStackdriverTriggerOptions extends KedaTriggerOptions {
  /** KEDA's parameter `projectId`. */
  readonly projectId: string;

  /** KEDA's parameter `filter`. */
  readonly filter: string;

  /**
   * KEDA's parameter `targetValue`.
   *
   * @default 5
   */
  readonly targetValue?: number;

  /**
   * KEDA's parameter `activationTargetValue`.
   *
   * @default 0
   */
  readonly activationTargetValue?: number;

  /**
   * KEDA's parameter `valueIfNull`.
   *
   * @default - none
   */
  readonly valueIfNull?: number;

  /**
   * KEDA's parameter `filterDuration`.
   *
   * @default - none
   */
  readonly filterDuration?: number;

  /**
   * KEDA's parameter `alignmentPeriodSeconds`.
   *
   * @default - none
   */
  readonly alignmentPeriodSeconds?: number;

  /**
   * KEDA's parameter `alignmentAligner`.
   *
   * @default - none
   */
  readonly alignmentAligner?: string;

  /**
   * KEDA's parameter `alignmentReducer`.
   *
   * @default - none
   */
  readonly alignmentReducer?: string;

  /**
   * KEDA's parameter `credentials`.
   *
   * @default - none
   */
  readonly credentials?: string;

  /**
   * Environment variable of the worker's container that holds `credentials`.
   *
   * @default - none
   */
  readonly credentialsFromEnv?: string;

  /**
   * KEDA's parameter `credentialsFromEnvFile`.
   *
   * @default - none
   */
  readonly credentialsFromEnvFile?: string;

  /**
   * Environment variable of the worker's container that holds `credentialsFromEnvFile`.
   *
   * @default - none
   */
  readonly credentialsFromEnvFileFromEnv?: string;
}

/**
 * KEDA's trigger `gcp-stackdriver`.
 *
 * @deprecated This scaler is deprecated. More info -> 'https://keda.sh/blog/2025-09-15-gcp-deprecations'
 * @see https://keda.sh/docs/latest/scalers/
 */
export class GcpStackdriverTrigger extends KedaTrigger {
  /**
   * @throws Error if a parameter that the trigger needs is neither here nor in an environment variable or a TriggerAuthentication
   */
  public constructor(options: GcpStackdriverTriggerOptions) {
    super('gcp-stackdriver', triggerMetadata('GcpStackdriverTrigger', options, ['projectId', 'filter'], {
      'projectId': options.projectId,
      'filter': options.filter,
      'targetValue': options.targetValue,
      'activationTargetValue': options.activationTargetValue,
      'valueIfNull': options.valueIfNull,
      'filterDuration': options.filterDuration,
      'alignmentPeriodSeconds': options.alignmentPeriodSeconds,
      'alignmentAligner': options.alignmentAligner,
      'alignmentReducer': options.alignmentReducer,
      'credentials': options.credentials,
      'credentialsFromEnv': options.credentialsFromEnv,
      'credentialsFromEnvFile': options.credentialsFromEnvFile,
      'credentialsFromEnvFileFromEnv': options.credentialsFromEnvFileFromEnv,
    }), options);
  }
}

/** Options of `GcpStorageTrigger`. */
export interface GcpStorageTriggerOptions extends KedaTriggerOptions {
  /** KEDA's parameter `bucketName`. */
  readonly bucketName: string;

  /**
   * KEDA's parameter `targetObjectCount`.
   *
   * @default 100
   */
  readonly targetObjectCount?: number;

  /**
   * KEDA's parameter `activationTargetObjectCount`.
   *
   * @default 0
   */
  readonly activationTargetObjectCount?: number;

  /**
   * KEDA's parameter `maxBucketItemsToScan`.
   *
   * @default 1000
   */
  readonly maxBucketItemsToScan?: number;

  /**
   * KEDA's parameter `blobDelimiter`.
   *
   * @default - none
   */
  readonly blobDelimiter?: string;

  /**
   * KEDA's parameter `blobPrefix`.
   *
   * @default - none
   */
  readonly blobPrefix?: string;

  /**
   * KEDA's parameter `credentials`.
   *
   * @default - none
   */
  readonly credentials?: string;

  /**
   * Environment variable of the worker's container that holds `credentials`.
   *
   * @default - none
   */
  readonly credentialsFromEnv?: string;

  /**
   * KEDA's parameter `credentialsFromEnvFile`.
   *
   * @default - none
   */
  readonly credentialsFromEnvFile?: string;

  /**
   * Environment variable of the worker's container that holds `credentialsFromEnvFile`.
   *
   * @default - none
   */
  readonly credentialsFromEnvFileFromEnv?: string;
}

/**
 * KEDA's trigger `gcp-storage`.
 *
 * @see https://keda.sh/docs/latest/scalers/
 */
export class GcpStorageTrigger extends KedaTrigger {
  /**
   * @throws Error if a parameter that the trigger needs is neither here nor in an environment variable or a TriggerAuthentication
   */
  public constructor(options: GcpStorageTriggerOptions) {
    super('gcp-storage', triggerMetadata('GcpStorageTrigger', options, ['bucketName'], {
      'bucketName': options.bucketName,
      'targetObjectCount': options.targetObjectCount,
      'activationTargetObjectCount': options.activationTargetObjectCount,
      'maxBucketItemsToScan': options.maxBucketItemsToScan,
      'blobDelimiter': options.blobDelimiter,
      'blobPrefix': options.blobPrefix,
      'credentials': options.credentials,
      'credentialsFromEnv': options.credentialsFromEnv,
      'credentialsFromEnvFile': options.credentialsFromEnvFile,
      'credentialsFromEnvFileFromEnv': options.credentialsFromEnvFileFromEnv,
    }), options);
  }
}

/** Options of `GithubRunnerTrigger`. */
export interface GithubRunnerTriggerOptions extends KedaTriggerOptions {
  /**
   * KEDA's parameter `githubApiURL`.
   *
   * @default - "https://api.github.com"
   */
  readonly githubApiUrl?: string;

  /**
   * Environment variable of the worker's container that holds `githubApiURL`.
   *
   * @default - none
   */
  readonly githubApiUrlFromEnv?: string;

  /** KEDA's parameter `owner`. Needed: here or in `ownerFromEnv`. */
  readonly owner?: string;

  /**
   * Environment variable of the worker's container that holds `owner`.
   *
   * @default - none
   */
  readonly ownerFromEnv?: string;

  /** KEDA's parameter `runnerScope`. Needed: here or in `runnerScopeFromEnv`. */
  readonly runnerScope?: RunnerScope;

  /**
   * Environment variable of the worker's container that holds `runnerScope`.
   *
   * @default - none
   */
  readonly runnerScopeFromEnv?: string;

  /**
   * KEDA's parameter `repos`.
   *
   * @default - none
   */
  readonly repos?: string[];

  /**
   * Environment variable of the worker's container that holds `repos`.
   *
   * @default - none
   */
  readonly reposFromEnv?: string;

  /**
   * KEDA's parameter `labels`.
   *
   * @default - none
   */
  readonly labels?: string;

  /**
   * Environment variable of the worker's container that holds `labels`.
   *
   * @default - none
   */
  readonly labelsFromEnv?: string;

  /**
   * KEDA's parameter `noDefaultLabels`.
   *
   * @default false
   */
  readonly noDefaultLabels?: boolean;

  /**
   * Environment variable of the worker's container that holds `noDefaultLabels`.
   *
   * @default - none
   */
  readonly noDefaultLabelsFromEnv?: string;

  /**
   * KEDA's parameter `enableEtags`.
   *
   * @default false
   */
  readonly enableEtags?: boolean;

  /**
   * Environment variable of the worker's container that holds `enableEtags`.
   *
   * @default - none
   */
  readonly enableEtagsFromEnv?: string;

  /**
   * KEDA's parameter `matchUnlabeledJobsWithUnlabeledRunners`.
   *
   * @default false
   */
  readonly matchUnlabeledJobsWithUnlabeledRunners?: boolean;

  /**
   * Environment variable of the worker's container that holds `matchUnlabeledJobsWithUnlabeledRunners`.
   *
   * @default - none
   */
  readonly matchUnlabeledJobsWithUnlabeledRunnersFromEnv?: string;

  /**
   * KEDA's parameter `targetWorkflowQueueLength`.
   *
   * @default 1
   */
  readonly targetWorkflowQueueLength?: number;

  /**
   * Environment variable of the worker's container that holds `targetWorkflowQueueLength`.
   *
   * @default - none
   */
  readonly targetWorkflowQueueLengthFromEnv?: string;

  /**
   * KEDA's parameter `applicationID`.
   *
   * @default - none
   */
  readonly applicationId?: number;

  /**
   * Environment variable of the worker's container that holds `applicationID`.
   *
   * @default - none
   */
  readonly applicationIdFromEnv?: string;

  /**
   * KEDA's parameter `installationID`.
   *
   * @default - none
   */
  readonly installationId?: number;

  /**
   * Environment variable of the worker's container that holds `installationID`.
   *
   * @default - none
   */
  readonly installationIdFromEnv?: string;

  /**
   * KEDA's parameter `authModes`.
   *
   * @default - none
   */
  readonly authModes?: AuthMode[];

  /**
   * KEDA's parameter `authMode`.
   *
   * @default - none
   */
  readonly authMode?: AuthMode[];

  /**
   * KEDA's parameter `apiKey`.
   *
   * @default - none
   */
  readonly apiKey?: string;

  /**
   * KEDA's parameter `method`.
   *
   * @default - header
   */
  readonly method?: Method;

  /**
   * KEDA's parameter `keyParamName`.
   *
   * @default - none
   */
  readonly keyParamName?: string;
}

/**
 * KEDA's trigger `github-runner`.
 *
 * @see https://keda.sh/docs/latest/scalers/
 */
export class GithubRunnerTrigger extends KedaTrigger {
  /**
   * @throws Error if a parameter that the trigger needs is neither here nor in an environment variable or a TriggerAuthentication
   */
  public constructor(options: GithubRunnerTriggerOptions) {
    super('github-runner', triggerMetadata('GithubRunnerTrigger', options, ['owner', 'runnerScope'], {
      'githubApiURL': options.githubApiUrl,
      'githubApiURLFromEnv': options.githubApiUrlFromEnv,
      'owner': options.owner,
      'ownerFromEnv': options.ownerFromEnv,
      'runnerScope': options.runnerScope,
      'runnerScopeFromEnv': options.runnerScopeFromEnv,
      'repos': options.repos?.join(','),
      'reposFromEnv': options.reposFromEnv,
      'labels': options.labels,
      'labelsFromEnv': options.labelsFromEnv,
      'noDefaultLabels': options.noDefaultLabels,
      'noDefaultLabelsFromEnv': options.noDefaultLabelsFromEnv,
      'enableEtags': options.enableEtags,
      'enableEtagsFromEnv': options.enableEtagsFromEnv,
      'matchUnlabeledJobsWithUnlabeledRunners': options.matchUnlabeledJobsWithUnlabeledRunners,
      'matchUnlabeledJobsWithUnlabeledRunnersFromEnv': options.matchUnlabeledJobsWithUnlabeledRunnersFromEnv,
      'targetWorkflowQueueLength': options.targetWorkflowQueueLength,
      'targetWorkflowQueueLengthFromEnv': options.targetWorkflowQueueLengthFromEnv,
      'applicationID': options.applicationId,
      'applicationIDFromEnv': options.applicationIdFromEnv,
      'installationID': options.installationId,
      'installationIDFromEnv': options.installationIdFromEnv,
      'authModes': options.authModes?.join(','),
      'authMode': options.authMode?.join(','),
      'apiKey': options.apiKey,
      'method': options.method,
      'keyParamName': options.keyParamName,
    }), options);
  }
}

/** Options of `GraphiteTrigger`. */
export interface GraphiteTriggerOptions extends KedaTriggerOptions {
  /** KEDA's parameter `serverAddress`. */
  readonly serverAddress: string;

  /** KEDA's parameter `query`. */
  readonly query: string;

  /**
   * KEDA's parameter `threshold`.
   *
   * @default 100
   */
  readonly threshold?: number;

  /**
   * KEDA's parameter `activationThreshold`.
   *
   * @default 0
   */
  readonly activationThreshold?: number;

  /** KEDA's parameter `queryTime`. */
  readonly queryTime: string;

  /**
   * KEDA's parameter `authModes`.
   *
   * @default - none
   */
  readonly authModes?: AuthMode[];

  /**
   * KEDA's parameter `authMode`.
   *
   * @default - none
   */
  readonly authMode?: AuthMode[];

  /**
   * KEDA's parameter `apiKey`.
   *
   * @default - none
   */
  readonly apiKey?: string;

  /**
   * KEDA's parameter `method`.
   *
   * @default - header
   */
  readonly method?: Method;

  /**
   * KEDA's parameter `keyParamName`.
   *
   * @default - none
   */
  readonly keyParamName?: string;
}

/**
 * KEDA's trigger `graphite`.
 *
 * @see https://keda.sh/docs/latest/scalers/
 */
export class GraphiteTrigger extends KedaTrigger {
  /**
   * @throws Error if a parameter that the trigger needs is neither here nor in an environment variable or a TriggerAuthentication
   */
  public constructor(options: GraphiteTriggerOptions) {
    super('graphite', triggerMetadata('GraphiteTrigger', options, ['serverAddress', 'query', 'queryTime'], {
      'serverAddress': options.serverAddress,
      'query': options.query,
      'threshold': options.threshold,
      'activationThreshold': options.activationThreshold,
      'queryTime': options.queryTime,
      'authModes': options.authModes?.join(','),
      'authMode': options.authMode?.join(','),
      'apiKey': options.apiKey,
      'method': options.method,
      'keyParamName': options.keyParamName,
    }), options);
  }
}

/** Options of `HuaweiCloudeyeTrigger`. */
export interface HuaweiCloudeyeTriggerOptions extends KedaTriggerOptions {
  /** KEDA's parameter `namespace`. */
  readonly namespace: string;

  /** KEDA's parameter `metricName`. */
  readonly metricName: string;

  /** KEDA's parameter `dimensionName`. */
  readonly dimensionName: string;

  /** KEDA's parameter `dimensionValue`. */
  readonly dimensionValue: string;

  /** KEDA's parameter `targetMetricValue`. */
  readonly targetMetricValue: number;

  /**
   * KEDA's parameter `activationTargetMetricValue`.
   *
   * @default 0
   */
  readonly activationTargetMetricValue?: number;

  /**
   * KEDA's parameter `metricCollectionTime`.
   *
   * @default 300
   */
  readonly metricCollectionTime?: number;

  /**
   * KEDA's parameter `metricFilter`.
   *
   * @default - average
   */
  readonly metricFilter?: MetricFilter;

  /**
   * KEDA's parameter `metricPeriod`.
   *
   * @default - "300"
   */
  readonly metricPeriod?: string;
}

/**
 * KEDA's trigger `huawei-cloudeye`.
 *
 * @see https://keda.sh/docs/latest/scalers/
 */
export class HuaweiCloudeyeTrigger extends KedaTrigger {
  /**
   * @throws Error if a parameter that the trigger needs is neither here nor in an environment variable or a TriggerAuthentication
   */
  public constructor(options: HuaweiCloudeyeTriggerOptions) {
    super('huawei-cloudeye', triggerMetadata('HuaweiCloudeyeTrigger', options, ['namespace', 'metricName', 'dimensionName', 'dimensionValue', 'targetMetricValue'], {
      'namespace': options.namespace,
      'metricName': options.metricName,
      'dimensionName': options.dimensionName,
      'dimensionValue': options.dimensionValue,
      'targetMetricValue': options.targetMetricValue,
      'activationTargetMetricValue': options.activationTargetMetricValue,
      'metricCollectionTime': options.metricCollectionTime,
      'metricFilter': options.metricFilter,
      'metricPeriod': options.metricPeriod,
    }), options);
  }
}

/** Options of `IbmmqTrigger`. */
export interface IbmmqTriggerOptions extends KedaTriggerOptions {
  /** KEDA's parameter `host`. */
  readonly host: string;

  /** KEDA's parameter `queueName`. */
  readonly queueName: string;

  /** KEDA's parameter `queueNames`. */
  readonly queueNames: string[];

  /**
   * KEDA's parameter `queueDepth`.
   *
   * @default 20
   */
  readonly queueDepth?: number;

  /**
   * KEDA's parameter `activationQueueDepth`.
   *
   * @default 0
   */
  readonly activationQueueDepth?: number;

  /**
   * KEDA's parameter `operation`.
   *
   * @default - max
   */
  readonly operation?: Operation;

  /** KEDA's parameter `username`. Needed: here or in `usernameFromEnv` or a TriggerAuthentication. */
  readonly username?: string;

  /**
   * Environment variable of the worker's container that holds `username`.
   *
   * @default - none
   */
  readonly usernameFromEnv?: string;

  /** KEDA's parameter `password`. Needed: here or in `passwordFromEnv` or a TriggerAuthentication. */
  readonly password?: string;

  /**
   * Environment variable of the worker's container that holds `password`.
   *
   * @default - none
   */
  readonly passwordFromEnv?: string;

  /**
   * KEDA's parameter `unsafeSsl`.
   *
   * @default false
   */
  readonly unsafeSsl?: boolean;
}

/**
 * KEDA's trigger `ibmmq`.
 *
 * @see https://keda.sh/docs/latest/scalers/
 */
export class IbmmqTrigger extends KedaTrigger {
  /**
   * @throws Error if a parameter that the trigger needs is neither here nor in an environment variable or a TriggerAuthentication
   */
  public constructor(options: IbmmqTriggerOptions) {
    super('ibmmq', triggerMetadata('IbmmqTrigger', options, ['host', 'queueName', 'queueNames', 'username', 'password'], {
      'host': options.host,
      'queueName': options.queueName,
      'queueNames': options.queueNames?.join(','),
      'queueDepth': options.queueDepth,
      'activationQueueDepth': options.activationQueueDepth,
      'operation': options.operation,
      'username': options.username,
      'usernameFromEnv': options.usernameFromEnv,
      'password': options.password,
      'passwordFromEnv': options.passwordFromEnv,
      'unsafeSsl': options.unsafeSsl,
    }), options);
  }
}

/** Options of `InfluxdbTrigger`. */
export interface InfluxdbTriggerOptions extends KedaTriggerOptions {
  /**
   * Environment variable of the worker's container that holds `authToken`.
   *
   * @default - none
   */
  readonly authTokenFromEnv?: string;

  /**
   * KEDA's parameter `organizationName`.
   *
   * @default - none
   */
  readonly organizationName?: string;

  /**
   * Environment variable of the worker's container that holds `organizationName`.
   *
   * @default - none
   */
  readonly organizationNameFromEnv?: string;

  /** KEDA's parameter `query`. */
  readonly query: string;

  /**
   * KEDA's parameter `influxVersion`.
   *
   * @default - 2
   */
  readonly influxVersion?: InfluxVersion;

  /**
   * KEDA's parameter `queryType`.
   *
   * @default - "InfluxQL"
   */
  readonly queryType?: string;

  /**
   * KEDA's parameter `database`.
   *
   * @default - none
   */
  readonly database?: string;

  /**
   * KEDA's parameter `metricKey`.
   *
   * @default - none
   */
  readonly metricKey?: string;

  /** KEDA's parameter `serverURL`. Needed: here or in a TriggerAuthentication. */
  readonly serverUrl?: string;

  /**
   * KEDA's parameter `unsafeSsl`.
   *
   * @default - none
   */
  readonly unsafeSsl?: boolean;

  /**
   * KEDA's parameter `thresholdValue`.
   *
   * @default - none
   */
  readonly thresholdValue?: number;

  /**
   * KEDA's parameter `activationThresholdValue`.
   *
   * @default - none
   */
  readonly activationThresholdValue?: number;
}

/**
 * KEDA's trigger `influxdb`.
 *
 * @see https://keda.sh/docs/latest/scalers/
 */
export class InfluxdbTrigger extends KedaTrigger {
  /**
   * @throws Error if a parameter that the trigger needs is neither here nor in an environment variable or a TriggerAuthentication
   */
  public constructor(options: InfluxdbTriggerOptions) {
    super('influxdb', triggerMetadata('InfluxdbTrigger', options, ['query', 'serverURL'], {
      'authTokenFromEnv': options.authTokenFromEnv,
      'organizationName': options.organizationName,
      'organizationNameFromEnv': options.organizationNameFromEnv,
      'query': options.query,
      'influxVersion': options.influxVersion,
      'queryType': options.queryType,
      'database': options.database,
      'metricKey': options.metricKey,
      'serverURL': options.serverUrl,
      'unsafeSsl': options.unsafeSsl,
      'thresholdValue': options.thresholdValue,
      'activationThresholdValue': options.activationThresholdValue,
    }), options);
  }
}

/** Options of `KafkaTrigger`. */
export interface KafkaTriggerOptions extends KedaTriggerOptions {
  /** KEDA's parameter `bootstrapServers`. Needed: here or in `bootstrapServersFromEnv`. */
  readonly bootstrapServers?: string[];

  /**
   * Environment variable of the worker's container that holds `bootstrapServers`.
   *
   * @default - none
   */
  readonly bootstrapServersFromEnv?: string;

  /** KEDA's parameter `consumerGroup`. Needed: here or in `consumerGroupFromEnv`. */
  readonly consumerGroup?: string;

  /**
   * Environment variable of the worker's container that holds `consumerGroup`.
   *
   * @default - none
   */
  readonly consumerGroupFromEnv?: string;

  /**
   * KEDA's parameter `topic`.
   *
   * @default - none
   */
  readonly topic?: string;

  /**
   * Environment variable of the worker's container that holds `topic`.
   *
   * @default - none
   */
  readonly topicFromEnv?: string;

  /**
   * KEDA's parameter `partitionLimitation`.
   *
   * @default - none
   */
  readonly partitionLimitation?: string;

  /**
   * KEDA's parameter `lagThreshold`.
   *
   * @default 10
   */
  readonly lagThreshold?: number;

  /**
   * KEDA's parameter `activationLagThreshold`.
   *
   * @default 0
   */
  readonly activationLagThreshold?: number;

  /**
   * KEDA's parameter `offsetResetPolicy`.
   *
   * @default - latest
   */
  readonly offsetResetPolicy?: OffsetResetPolicy;

  /**
   * KEDA's parameter `allowIdleConsumers`.
   *
   * @default false
   */
  readonly allowIdleConsumers?: boolean;

  /**
   * KEDA's parameter `excludePersistentLag`.
   *
   * @default false
   */
  readonly excludePersistentLag?: boolean;

  /**
   * KEDA's parameter `scaleToZeroOnInvalidOffset`.
   *
   * @default false
   */
  readonly scaleToZeroOnInvalidOffset?: boolean;

  /**
   * KEDA's parameter `limitToPartitionsWithLag`.
   *
   * @default false
   */
  readonly limitToPartitionsWithLag?: boolean;

  /**
   * KEDA's parameter `ensureEvenDistributionOfPartitions`.
   *
   * @default false
   */
  readonly ensureEvenDistributionOfPartitions?: boolean;

  /**
   * KEDA's parameter `fullMetadata`.
   *
   * @default true
   */
  readonly fullMetadata?: boolean;

  /**
   * KEDA's parameter `version`.
   *
   * @default - none
   */
  readonly version?: string;

  /**
   * KEDA's parameter `tls`.
   *
   * @default - disable
   */
  readonly tls?: Tls;

  /**
   * KEDA's parameter `unsafeSsl`.
   *
   * @default false
   */
  readonly unsafeSsl?: boolean;

  /**
   * KEDA's parameter `sasl`.
   *
   * @default - none
   */
  readonly sasl?: KafkaSasl;

  /**
   * KEDA's parameter `saslTokenProvider`.
   *
   * @default - none
   */
  readonly saslTokenProvider?: SaslTokenProvider;

  /**
   * KEDA's parameter `awsRegion`.
   *
   * @default - none
   */
  readonly awsRegion?: string;
}

/**
 * KEDA's trigger `kafka`.
 *
 * @see https://keda.sh/docs/latest/scalers/
 */
export class KafkaTrigger extends KedaTrigger {
  /**
   * @throws Error if a parameter that the trigger needs is neither here nor in an environment variable or a TriggerAuthentication
   */
  public constructor(options: KafkaTriggerOptions) {
    super('kafka', triggerMetadata('KafkaTrigger', options, ['bootstrapServers', 'consumerGroup'], {
      'bootstrapServers': options.bootstrapServers?.join(','),
      'bootstrapServersFromEnv': options.bootstrapServersFromEnv,
      'consumerGroup': options.consumerGroup,
      'consumerGroupFromEnv': options.consumerGroupFromEnv,
      'topic': options.topic,
      'topicFromEnv': options.topicFromEnv,
      'partitionLimitation': options.partitionLimitation,
      'lagThreshold': options.lagThreshold,
      'activationLagThreshold': options.activationLagThreshold,
      'offsetResetPolicy': options.offsetResetPolicy,
      'allowIdleConsumers': options.allowIdleConsumers,
      'excludePersistentLag': options.excludePersistentLag,
      'scaleToZeroOnInvalidOffset': options.scaleToZeroOnInvalidOffset,
      'limitToPartitionsWithLag': options.limitToPartitionsWithLag,
      'ensureEvenDistributionOfPartitions': options.ensureEvenDistributionOfPartitions,
      'fullMetadata': options.fullMetadata,
      'version': options.version,
      'tls': options.tls,
      'unsafeSsl': options.unsafeSsl,
      'sasl': options.sasl,
      'saslTokenProvider': options.saslTokenProvider,
      'awsRegion': options.awsRegion,
    }), options);
  }
}

/** Options of `KubernetesResourceTrigger`. */
export interface KubernetesResourceTriggerOptions extends KedaTriggerOptions {
  /** KEDA's parameter `resourceKind`. */
  readonly resourceKind: ResourceKind;

  /** KEDA's parameter `resourceName`. */
  readonly resourceName: string;

  /** KEDA's parameter `key`. */
  readonly key: string;

  /**
   * KEDA's parameter `format`.
   *
   * @default - number
   */
  readonly format?: Format;

  /**
   * KEDA's parameter `valueLocation`.
   *
   * @default - none
   */
  readonly valueLocation?: string;

  /**
   * KEDA's parameter `valueType`.
   *
   * @default - float64
   */
  readonly valueType?: ValueType;

  /** KEDA's parameter `targetValue`. */
  readonly targetValue: number;

  /**
   * KEDA's parameter `activationTargetValue`.
   *
   * @default 0
   */
  readonly activationTargetValue?: number;
}

/**
 * KEDA's trigger `kubernetes-resource`.
 *
 * @see https://keda.sh/docs/latest/scalers/
 */
export class KubernetesResourceTrigger extends KedaTrigger {
  /**
   * @throws Error if a parameter that the trigger needs is neither here nor in an environment variable or a TriggerAuthentication
   */
  public constructor(options: KubernetesResourceTriggerOptions) {
    super('kubernetes-resource', triggerMetadata('KubernetesResourceTrigger', options, ['resourceKind', 'resourceName', 'key', 'targetValue'], {
      'resourceKind': options.resourceKind,
      'resourceName': options.resourceName,
      'key': options.key,
      'format': options.format,
      'valueLocation': options.valueLocation,
      'valueType': options.valueType,
      'targetValue': options.targetValue,
      'activationTargetValue': options.activationTargetValue,
    }), options);
  }
}

/** Options of `KubernetesWorkloadTrigger`. */
export interface KubernetesWorkloadTriggerOptions extends KedaTriggerOptions {
  /** KEDA's parameter `podSelector`. */
  readonly podSelector: string;

  /**
   * KEDA's parameter `value`.
   *
   * @default - "0"
   */
  readonly value?: string;

  /**
   * KEDA's parameter `activationValue`.
   *
   * @default 0
   */
  readonly activationValue?: number;

  /**
   * KEDA's parameter `groupByNode`.
   *
   * @default false
   */
  readonly groupByNode?: boolean;
}

/**
 * KEDA's trigger `kubernetes-workload`.
 *
 * @see https://keda.sh/docs/latest/scalers/
 */
export class KubernetesWorkloadTrigger extends KedaTrigger {
  /**
   * @throws Error if a parameter that the trigger needs is neither here nor in an environment variable or a TriggerAuthentication
   */
  public constructor(options: KubernetesWorkloadTriggerOptions) {
    super('kubernetes-workload', triggerMetadata('KubernetesWorkloadTrigger', options, ['podSelector'], {
      'podSelector': options.podSelector,
      'value': options.value,
      'activationValue': options.activationValue,
      'groupByNode': options.groupByNode,
    }), options);
  }
}

/** Options of `LiiklusTrigger`. */
export interface LiiklusTriggerOptions extends KedaTriggerOptions {
  /**
   * KEDA's parameter `lagThreshold`.
   *
   * @default 10
   */
  readonly lagThreshold?: number;

  /**
   * KEDA's parameter `activationLagThreshold`.
   *
   * @default 0
   */
  readonly activationLagThreshold?: number;

  /** KEDA's parameter `address`. */
  readonly address: string;

  /** KEDA's parameter `topic`. */
  readonly topic: string;

  /** KEDA's parameter `group`. */
  readonly group: string;

  /**
   * KEDA's parameter `groupVersion`.
   *
   * @default 0
   */
  readonly groupVersion?: number;
}

/**
 * KEDA's trigger `liiklus`.
 *
 * @deprecated This scaler is DEPRECATED and will be removed in v2.24 due to the upstream Liiklus project no longer being maintained
 * @see https://keda.sh/docs/latest/scalers/
 */
export class LiiklusTrigger extends KedaTrigger {
  /**
   * @throws Error if a parameter that the trigger needs is neither here nor in an environment variable or a TriggerAuthentication
   */
  public constructor(options: LiiklusTriggerOptions) {
    super('liiklus', triggerMetadata('LiiklusTrigger', options, ['address', 'topic', 'group'], {
      'lagThreshold': options.lagThreshold,
      'activationLagThreshold': options.activationLagThreshold,
      'address': options.address,
      'topic': options.topic,
      'group': options.group,
      'groupVersion': options.groupVersion,
    }), options);
  }
}

/** Options of `LokiTrigger`. */
export interface LokiTriggerOptions extends KedaTriggerOptions {
  /** KEDA's parameter `serverAddress`. */
  readonly serverAddress: string;

  /** KEDA's parameter `query`. */
  readonly query: string;

  /** KEDA's parameter `threshold`. */
  readonly threshold: number;

  /**
   * KEDA's parameter `activationThreshold`.
   *
   * @default 0
   */
  readonly activationThreshold?: number;

  /**
   * KEDA's parameter `tenantName`.
   *
   * @default - none
   */
  readonly tenantName?: string;

  /**
   * KEDA's parameter `ignoreNullValues`.
   *
   * @default true
   */
  readonly ignoreNullValues?: boolean;

  /**
   * KEDA's parameter `unsafeSsl`.
   *
   * @default false
   */
  readonly unsafeSsl?: boolean;

  /**
   * KEDA's parameter `authModes`.
   *
   * @default - none
   */
  readonly authModes?: AuthMode[];

  /**
   * KEDA's parameter `authMode`.
   *
   * @default - none
   */
  readonly authMode?: AuthMode[];

  /**
   * KEDA's parameter `apiKey`.
   *
   * @default - none
   */
  readonly apiKey?: string;

  /**
   * KEDA's parameter `method`.
   *
   * @default - header
   */
  readonly method?: Method;

  /**
   * KEDA's parameter `keyParamName`.
   *
   * @default - none
   */
  readonly keyParamName?: string;
}

/**
 * KEDA's trigger `loki`.
 *
 * @see https://keda.sh/docs/latest/scalers/
 */
export class LokiTrigger extends KedaTrigger {
  /**
   * @throws Error if a parameter that the trigger needs is neither here nor in an environment variable or a TriggerAuthentication
   */
  public constructor(options: LokiTriggerOptions) {
    super('loki', triggerMetadata('LokiTrigger', options, ['serverAddress', 'query', 'threshold'], {
      'serverAddress': options.serverAddress,
      'query': options.query,
      'threshold': options.threshold,
      'activationThreshold': options.activationThreshold,
      'tenantName': options.tenantName,
      'ignoreNullValues': options.ignoreNullValues,
      'unsafeSsl': options.unsafeSsl,
      'authModes': options.authModes?.join(','),
      'authMode': options.authMode?.join(','),
      'apiKey': options.apiKey,
      'method': options.method,
      'keyParamName': options.keyParamName,
    }), options);
  }
}

/** Options of `MemoryTrigger`. */
export interface MemoryTriggerOptions extends KedaTriggerOptions {
  /** KEDA's parameter `value`. */
  readonly value: string;

  /**
   * KEDA's parameter `containerName`.
   *
   * @default - none
   */
  readonly containerName?: string;
}

/**
 * KEDA's trigger `memory`.
 *
 * @see https://keda.sh/docs/latest/scalers/
 */
export class MemoryTrigger extends KedaTrigger {
  /**
   * @throws Error if a parameter that the trigger needs is neither here nor in an environment variable or a TriggerAuthentication
   */
  public constructor(options: MemoryTriggerOptions) {
    super('memory', triggerMetadata('MemoryTrigger', options, ['value'], {
      'value': options.value,
      'containerName': options.containerName,
    }), options);
  }
}

/** Options of `MetricsApiTrigger`. */
export interface MetricsApiTriggerOptions extends KedaTriggerOptions {
  /**
   * KEDA's parameter `targetValue`.
   *
   * @default - none
   */
  readonly targetValue?: number;

  /**
   * KEDA's parameter `activationTargetValue`.
   *
   * @default 0
   */
  readonly activationTargetValue?: number;

  /** KEDA's parameter `url`. */
  readonly url: string;

  /**
   * KEDA's parameter `format`.
   *
   * @default - json
   */
  readonly format?: MetricsApiFormat;

  /** KEDA's parameter `valueLocation`. */
  readonly valueLocation: string;

  /**
   * KEDA's parameter `unsafeSsl`.
   *
   * @default false
   */
  readonly unsafeSsl?: boolean;

  /**
   * KEDA's parameter `aggregateFromKubeServiceEndpoints`.
   *
   * @default false
   */
  readonly aggregateFromKubeServiceEndpoints?: boolean;

  /**
   * KEDA's parameter `aggregationType`.
   *
   * @default - average
   */
  readonly aggregationType?: AggregationType;

  /**
   * KEDA's parameter `timeout`.
   *
   * @default - none
   */
  readonly timeout?: string;

  /**
   * KEDA's parameter `authModes`.
   *
   * @default - none
   */
  readonly authModes?: AuthMode[];

  /**
   * KEDA's parameter `authMode`.
   *
   * @default - none
   */
  readonly authMode?: AuthMode[];

  /**
   * KEDA's parameter `apiKey`.
   *
   * @default - none
   */
  readonly apiKey?: string;

  /**
   * KEDA's parameter `method`.
   *
   * @default - header
   */
  readonly method?: Method;

  /**
   * KEDA's parameter `keyParamName`.
   *
   * @default - none
   */
  readonly keyParamName?: string;
}

/**
 * KEDA's trigger `metrics-api`.
 *
 * @see https://keda.sh/docs/latest/scalers/
 */
export class MetricsApiTrigger extends KedaTrigger {
  /**
   * @throws Error if a parameter that the trigger needs is neither here nor in an environment variable or a TriggerAuthentication
   */
  public constructor(options: MetricsApiTriggerOptions) {
    super('metrics-api', triggerMetadata('MetricsApiTrigger', options, ['url', 'valueLocation'], {
      'targetValue': options.targetValue,
      'activationTargetValue': options.activationTargetValue,
      'url': options.url,
      'format': options.format,
      'valueLocation': options.valueLocation,
      'unsafeSsl': options.unsafeSsl,
      'aggregateFromKubeServiceEndpoints': options.aggregateFromKubeServiceEndpoints,
      'aggregationType': options.aggregationType,
      'timeout': options.timeout,
      'authModes': options.authModes?.join(','),
      'authMode': options.authMode?.join(','),
      'apiKey': options.apiKey,
      'method': options.method,
      'keyParamName': options.keyParamName,
    }), options);
  }
}

/** Options of `MongodbTrigger`. */
export interface MongodbTriggerOptions extends KedaTriggerOptions {
  /**
   * KEDA's parameter `connectionString`.
   *
   * @default - none
   */
  readonly connectionString?: string;

  /**
   * Environment variable of the worker's container that holds `connectionString`.
   *
   * @default - none
   */
  readonly connectionStringFromEnv?: string;

  /**
   * KEDA's parameter `scheme`.
   *
   * @default - "mongodb"
   */
  readonly scheme?: string;

  /**
   * KEDA's parameter `host`.
   *
   * @default - none
   */
  readonly host?: string;

  /**
   * KEDA's parameter `port`.
   *
   * @default - none
   */
  readonly port?: string;

  /**
   * KEDA's parameter `username`.
   *
   * @default - none
   */
  readonly username?: string;

  /**
   * KEDA's parameter `password`.
   *
   * @default - none
   */
  readonly password?: string;

  /**
   * Environment variable of the worker's container that holds `password`.
   *
   * @default - none
   */
  readonly passwordFromEnv?: string;

  /** KEDA's parameter `dbName`. Needed: here or in a TriggerAuthentication. */
  readonly dbName?: string;

  /** KEDA's parameter `collection`. */
  readonly collection: string;

  /** KEDA's parameter `query`. */
  readonly query: string;

  /** KEDA's parameter `queryValue`. */
  readonly queryValue: number;

  /**
   * KEDA's parameter `activationQueryValue`.
   *
   * @default 0
   */
  readonly activationQueryValue?: number;
}

/**
 * KEDA's trigger `mongodb`.
 *
 * @see https://keda.sh/docs/latest/scalers/
 */
export class MongodbTrigger extends KedaTrigger {
  /**
   * @throws Error if a parameter that the trigger needs is neither here nor in an environment variable or a TriggerAuthentication
   */
  public constructor(options: MongodbTriggerOptions) {
    super('mongodb', triggerMetadata('MongodbTrigger', options, ['dbName', 'collection', 'query', 'queryValue'], {
      'connectionString': options.connectionString,
      'connectionStringFromEnv': options.connectionStringFromEnv,
      'scheme': options.scheme,
      'host': options.host,
      'port': options.port,
      'username': options.username,
      'password': options.password,
      'passwordFromEnv': options.passwordFromEnv,
      'dbName': options.dbName,
      'collection': options.collection,
      'query': options.query,
      'queryValue': options.queryValue,
      'activationQueryValue': options.activationQueryValue,
    }), options);
  }
}

/** Options of `MssqlTrigger`. */
export interface MssqlTriggerOptions extends KedaTriggerOptions {
  /**
   * KEDA's parameter `driverName`.
   *
   * @default - sqlserver
   */
  readonly driverName?: DriverName;

  /**
   * Environment variable of the worker's container that holds `connectionString`.
   *
   * @default - none
   */
  readonly connectionStringFromEnv?: string;

  /**
   * KEDA's parameter `username`.
   *
   * @default - none
   */
  readonly username?: string;

  /**
   * Environment variable of the worker's container that holds `password`.
   *
   * @default - none
   */
  readonly passwordFromEnv?: string;

  /**
   * KEDA's parameter `host`.
   *
   * @default - none
   */
  readonly host?: string;

  /**
   * KEDA's parameter `port`.
   *
   * @default - none
   */
  readonly port?: string;

  /**
   * KEDA's parameter `database`.
   *
   * @default - none
   */
  readonly database?: string;

  /** KEDA's parameter `query`. */
  readonly query: string;

  /** KEDA's parameter `targetValue`. */
  readonly targetValue: number;

  /**
   * KEDA's parameter `activationTargetValue`.
   *
   * @default 0
   */
  readonly activationTargetValue?: number;
}

/**
 * KEDA's trigger `mssql`.
 *
 * @see https://keda.sh/docs/latest/scalers/
 */
export class MssqlTrigger extends KedaTrigger {
  /**
   * @throws Error if a parameter that the trigger needs is neither here nor in an environment variable or a TriggerAuthentication
   */
  public constructor(options: MssqlTriggerOptions) {
    super('mssql', triggerMetadata('MssqlTrigger', options, ['query', 'targetValue'], {
      'driverName': options.driverName,
      'connectionStringFromEnv': options.connectionStringFromEnv,
      'username': options.username,
      'passwordFromEnv': options.passwordFromEnv,
      'host': options.host,
      'port': options.port,
      'database': options.database,
      'query': options.query,
      'targetValue': options.targetValue,
      'activationTargetValue': options.activationTargetValue,
    }), options);
  }
}

/** Options of `MysqlTrigger`. */
export interface MysqlTriggerOptions extends KedaTriggerOptions {
  /**
   * Environment variable of the worker's container that holds `connectionString`.
   *
   * @default - none
   */
  readonly connectionStringFromEnv?: string;

  /**
   * KEDA's parameter `username`.
   *
   * @default - none
   */
  readonly username?: string;

  /**
   * Environment variable of the worker's container that holds `username`.
   *
   * @default - none
   */
  readonly usernameFromEnv?: string;

  /**
   * Environment variable of the worker's container that holds `password`.
   *
   * @default - none
   */
  readonly passwordFromEnv?: string;

  /**
   * KEDA's parameter `host`.
   *
   * @default - none
   */
  readonly host?: string;

  /**
   * KEDA's parameter `port`.
   *
   * @default - none
   */
  readonly port?: string;

  /**
   * KEDA's parameter `dbName`.
   *
   * @default - none
   */
  readonly dbName?: string;

  /** KEDA's parameter `query`. */
  readonly query: string;

  /** KEDA's parameter `queryValue`. */
  readonly queryValue: number;

  /**
   * KEDA's parameter `activationQueryValue`.
   *
   * @default 0
   */
  readonly activationQueryValue?: number;

  /**
   * KEDA's parameter `metricName`.
   *
   * @default - none
   */
  readonly metricName?: string;
}

/**
 * KEDA's trigger `mysql`.
 *
 * @see https://keda.sh/docs/latest/scalers/
 */
export class MysqlTrigger extends KedaTrigger {
  /**
   * @throws Error if a parameter that the trigger needs is neither here nor in an environment variable or a TriggerAuthentication
   */
  public constructor(options: MysqlTriggerOptions) {
    super('mysql', triggerMetadata('MysqlTrigger', options, ['query', 'queryValue'], {
      'connectionStringFromEnv': options.connectionStringFromEnv,
      'username': options.username,
      'usernameFromEnv': options.usernameFromEnv,
      'passwordFromEnv': options.passwordFromEnv,
      'host': options.host,
      'port': options.port,
      'dbName': options.dbName,
      'query': options.query,
      'queryValue': options.queryValue,
      'activationQueryValue': options.activationQueryValue,
      'metricName': options.metricName,
    }), options);
  }
}

/** Options of `NatsJetstreamTrigger`. */
export interface NatsJetstreamTriggerOptions extends KedaTriggerOptions {
  /**
   * KEDA's parameter `account`.
   *
   * @default - none
   */
  readonly account?: string;

  /**
   * KEDA's parameter `accountID`.
   *
   * @default - none
   */
  readonly accountId?: string;

  /** KEDA's parameter `stream`. */
  readonly stream: string;

  /** KEDA's parameter `consumer`. */
  readonly consumer: string;

  /**
   * KEDA's parameter `lagThreshold`.
   *
   * @default 10
   */
  readonly lagThreshold?: number;

  /**
   * KEDA's parameter `activationLagThreshold`.
   *
   * @default 0
   */
  readonly activationLagThreshold?: number;

  /**
   * KEDA's parameter `useHttps`.
   *
   * @default false
   */
  readonly useHttps?: boolean;

  /** KEDA's parameter `natsServerMonitoringEndpoint`. Needed: here or in a TriggerAuthentication. */
  readonly natsServerMonitoringEndpoint?: string;
}

/**
 * KEDA's trigger `nats-jetstream`.
 *
 * @see https://keda.sh/docs/latest/scalers/
 */
export class NatsJetstreamTrigger extends KedaTrigger {
  /**
   * @throws Error if a parameter that the trigger needs is neither here nor in an environment variable or a TriggerAuthentication
   */
  public constructor(options: NatsJetstreamTriggerOptions) {
    super('nats-jetstream', triggerMetadata('NatsJetstreamTrigger', options, ['stream', 'consumer', 'natsServerMonitoringEndpoint'], {
      'account': options.account,
      'accountID': options.accountId,
      'stream': options.stream,
      'consumer': options.consumer,
      'lagThreshold': options.lagThreshold,
      'activationLagThreshold': options.activationLagThreshold,
      'useHttps': options.useHttps,
      'natsServerMonitoringEndpoint': options.natsServerMonitoringEndpoint,
    }), options);
  }
}

/** Options of `NewRelicTrigger`. */
export interface NewRelicTriggerOptions extends KedaTriggerOptions {
  /** KEDA's parameter `account`. Needed: here or in a TriggerAuthentication. */
  readonly account?: string;

  /**
   * KEDA's parameter `region`.
   *
   * @default - "US"
   */
  readonly region?: string;

  /** KEDA's parameter `queryKey`. Needed: here or in a TriggerAuthentication. */
  readonly queryKey?: string;

  /**
   * KEDA's parameter `noDataError`.
   *
   * @default false
   */
  readonly noDataError?: boolean;

  /** KEDA's parameter `nrql`. */
  readonly nrql: string;

  /** KEDA's parameter `threshold`. */
  readonly threshold: number;

  /**
   * KEDA's parameter `activationThreshold`.
   *
   * @default 0
   */
  readonly activationThreshold?: number;
}

/**
 * KEDA's trigger `new-relic`.
 *
 * @see https://keda.sh/docs/latest/scalers/
 */
export class NewRelicTrigger extends KedaTrigger {
  /**
   * @throws Error if a parameter that the trigger needs is neither here nor in an environment variable or a TriggerAuthentication
   */
  public constructor(options: NewRelicTriggerOptions) {
    super('new-relic', triggerMetadata('NewRelicTrigger', options, ['account', 'queryKey', 'nrql', 'threshold'], {
      'account': options.account,
      'region': options.region,
      'queryKey': options.queryKey,
      'noDataError': options.noDataError,
      'nrql': options.nrql,
      'threshold': options.threshold,
      'activationThreshold': options.activationThreshold,
    }), options);
  }
}

/** Options of `NsqTrigger`. */
export interface NsqTriggerOptions extends KedaTriggerOptions {
  /** KEDA's parameter `nsqLookupdHTTPAddresses`. Needed: here or in `nsqLookupdHttpAddressesFromEnv`. */
  readonly nsqLookupdHttpAddresses?: string[];

  /**
   * Environment variable of the worker's container that holds `nsqLookupdHTTPAddresses`.
   *
   * @default - none
   */
  readonly nsqLookupdHttpAddressesFromEnv?: string;

  /** KEDA's parameter `topic`. Needed: here or in `topicFromEnv`. */
  readonly topic?: string;

  /**
   * Environment variable of the worker's container that holds `topic`.
   *
   * @default - none
   */
  readonly topicFromEnv?: string;

  /** KEDA's parameter `channel`. Needed: here or in `channelFromEnv`. */
  readonly channel?: string;

  /**
   * Environment variable of the worker's container that holds `channel`.
   *
   * @default - none
   */
  readonly channelFromEnv?: string;

  /**
   * KEDA's parameter `depthThreshold`.
   *
   * @default 10
   */
  readonly depthThreshold?: number;

  /**
   * Environment variable of the worker's container that holds `depthThreshold`.
   *
   * @default - none
   */
  readonly depthThresholdFromEnv?: string;

  /**
   * KEDA's parameter `activationDepthThreshold`.
   *
   * @default 0
   */
  readonly activationDepthThreshold?: number;

  /**
   * Environment variable of the worker's container that holds `activationDepthThreshold`.
   *
   * @default - none
   */
  readonly activationDepthThresholdFromEnv?: string;

  /**
   * KEDA's parameter `useHttps`.
   *
   * @default false
   */
  readonly useHttps?: boolean;

  /**
   * Environment variable of the worker's container that holds `useHttps`.
   *
   * @default - none
   */
  readonly useHttpsFromEnv?: string;

  /**
   * KEDA's parameter `unsafeSsl`.
   *
   * @default false
   */
  readonly unsafeSsl?: boolean;

  /**
   * Environment variable of the worker's container that holds `unsafeSsl`.
   *
   * @default - none
   */
  readonly unsafeSslFromEnv?: string;
}

/**
 * KEDA's trigger `nsq`.
 *
 * @see https://keda.sh/docs/latest/scalers/
 */
export class NsqTrigger extends KedaTrigger {
  /**
   * @throws Error if a parameter that the trigger needs is neither here nor in an environment variable or a TriggerAuthentication
   */
  public constructor(options: NsqTriggerOptions) {
    super('nsq', triggerMetadata('NsqTrigger', options, ['nsqLookupdHTTPAddresses', 'topic', 'channel'], {
      'nsqLookupdHTTPAddresses': options.nsqLookupdHttpAddresses?.join(','),
      'nsqLookupdHTTPAddressesFromEnv': options.nsqLookupdHttpAddressesFromEnv,
      'topic': options.topic,
      'topicFromEnv': options.topicFromEnv,
      'channel': options.channel,
      'channelFromEnv': options.channelFromEnv,
      'depthThreshold': options.depthThreshold,
      'depthThresholdFromEnv': options.depthThresholdFromEnv,
      'activationDepthThreshold': options.activationDepthThreshold,
      'activationDepthThresholdFromEnv': options.activationDepthThresholdFromEnv,
      'useHttps': options.useHttps,
      'useHttpsFromEnv': options.useHttpsFromEnv,
      'unsafeSsl': options.unsafeSsl,
      'unsafeSslFromEnv': options.unsafeSslFromEnv,
    }), options);
  }
}

/** Options of `OpensearchTrigger`. */
export interface OpensearchTriggerOptions extends KedaTriggerOptions {
  /** KEDA's parameter `addresses`. Needed: here or in a TriggerAuthentication. */
  readonly addresses?: string[];

  /**
   * KEDA's parameter `unsafeSsl`.
   *
   * @default false
   */
  readonly unsafeSsl?: boolean;

  /**
   * KEDA's parameter `enableTLS`.
   *
   * @default false
   */
  readonly enableTls?: boolean;

  /**
   * KEDA's parameter `username`.
   *
   * @default - none
   */
  readonly username?: string;

  /**
   * KEDA's parameter `password`.
   *
   * @default - none
   */
  readonly password?: string;

  /**
   * Environment variable of the worker's container that holds `password`.
   *
   * @default - none
   */
  readonly passwordFromEnv?: string;

  /**
   * KEDA's parameter `caCert`.
   *
   * @default - none
   */
  readonly caCert?: string;

  /**
   * KEDA's parameter `clientCert`.
   *
   * @default - none
   */
  readonly clientCert?: string;

  /**
   * KEDA's parameter `clientKey`.
   *
   * @default - none
   */
  readonly clientKey?: string;

  /** KEDA's parameter `index`. Needed: here or in a TriggerAuthentication. */
  readonly index?: string[];

  /**
   * KEDA's parameter `searchTemplateName`.
   *
   * @default - none
   */
  readonly searchTemplateName?: string;

  /**
   * KEDA's parameter `query`.
   *
   * @default - none
   */
  readonly query?: string;

  /**
   * KEDA's parameter `parameters`.
   *
   * @default - none
   */
  readonly parameters?: string[];

  /** KEDA's parameter `valueLocation`. Needed: here or in a TriggerAuthentication. */
  readonly valueLocation?: string;

  /** KEDA's parameter `targetValue`. Needed: here or in a TriggerAuthentication. */
  readonly targetValue?: number;

  /**
   * KEDA's parameter `activationTargetValue`.
   *
   * @default 0
   */
  readonly activationTargetValue?: number;

  /**
   * KEDA's parameter `ignoreNullValues`.
   *
   * @default false
   */
  readonly ignoreNullValues?: boolean;

  /**
   * KEDA's parameter `metricName`.
   *
   * @default - none
   */
  readonly metricName?: string;
}

/**
 * KEDA's trigger `opensearch`.
 *
 * @see https://keda.sh/docs/latest/scalers/
 */
export class OpensearchTrigger extends KedaTrigger {
  /**
   * @throws Error if a parameter that the trigger needs is neither here nor in an environment variable or a TriggerAuthentication
   */
  public constructor(options: OpensearchTriggerOptions) {
    super('opensearch', triggerMetadata('OpensearchTrigger', options, ['addresses', 'index', 'valueLocation', 'targetValue'], {
      'addresses': options.addresses?.join(','),
      'unsafeSsl': options.unsafeSsl,
      'enableTLS': options.enableTls,
      'username': options.username,
      'password': options.password,
      'passwordFromEnv': options.passwordFromEnv,
      'caCert': options.caCert,
      'clientCert': options.clientCert,
      'clientKey': options.clientKey,
      'index': options.index?.join(';'),
      'searchTemplateName': options.searchTemplateName,
      'query': options.query,
      'parameters': options.parameters?.join(';'),
      'valueLocation': options.valueLocation,
      'targetValue': options.targetValue,
      'activationTargetValue': options.activationTargetValue,
      'ignoreNullValues': options.ignoreNullValues,
      'metricName': options.metricName,
    }), options);
  }
}

/** Options of `OpenstackMetricTrigger`. */
export interface OpenstackMetricTriggerOptions extends KedaTriggerOptions {
  /** KEDA's parameter `metricsURL`. */
  readonly metricsUrl: string;

  /** KEDA's parameter `metricID`. */
  readonly metricId: string;

  /** KEDA's parameter `aggregationMethod`. */
  readonly aggregationMethod: string;

  /** KEDA's parameter `granularity`. */
  readonly granularity: number;

  /**
   * KEDA's parameter `threshold`.
   *
   * @default - none
   */
  readonly threshold?: number;

  /**
   * KEDA's parameter `activationThreshold`.
   *
   * @default - none
   */
  readonly activationThreshold?: number;

  /**
   * KEDA's parameter `timeout`.
   *
   * @default - "30"
   */
  readonly timeout?: string;
}

/**
 * KEDA's trigger `openstack-metric`.
 *
 * @see https://keda.sh/docs/latest/scalers/
 */
export class OpenstackMetricTrigger extends KedaTrigger {
  /**
   * @throws Error if a parameter that the trigger needs is neither here nor in an environment variable or a TriggerAuthentication
   */
  public constructor(options: OpenstackMetricTriggerOptions) {
    super('openstack-metric', triggerMetadata('OpenstackMetricTrigger', options, ['metricsURL', 'metricID', 'aggregationMethod', 'granularity'], {
      'metricsURL': options.metricsUrl,
      'metricID': options.metricId,
      'aggregationMethod': options.aggregationMethod,
      'granularity': options.granularity,
      'threshold': options.threshold,
      'activationThreshold': options.activationThreshold,
      'timeout': options.timeout,
    }), options);
  }
}

/** Options of `OpenstackSwiftTrigger`. */
export interface OpenstackSwiftTriggerOptions extends KedaTriggerOptions {
  /**
   * KEDA's parameter `swiftURL`.
   *
   * @default - none
   */
  readonly swiftUrl?: string;

  /** KEDA's parameter `containerName`. */
  readonly containerName: string;

  /**
   * KEDA's parameter `objectCount`.
   *
   * @default 2
   */
  readonly objectCount?: number;

  /**
   * KEDA's parameter `activationObjectCount`.
   *
   * @default 0
   */
  readonly activationObjectCount?: number;

  /**
   * KEDA's parameter `objectPrefix`.
   *
   * @default - none
   */
  readonly objectPrefix?: string;

  /**
   * KEDA's parameter `objectDelimiter`.
   *
   * @default - none
   */
  readonly objectDelimiter?: string;

  /**
   * KEDA's parameter `objectLimit`.
   *
   * @default - none
   */
  readonly objectLimit?: string;

  /**
   * KEDA's parameter `timeout`.
   *
   * @default - "30"
   */
  readonly timeout?: string;

  /**
   * KEDA's parameter `onlyFiles`.
   *
   * @default - none
   */
  readonly onlyFiles?: boolean;
}

/**
 * KEDA's trigger `openstack-swift`.
 *
 * @see https://keda.sh/docs/latest/scalers/
 */
export class OpenstackSwiftTrigger extends KedaTrigger {
  /**
   * @throws Error if a parameter that the trigger needs is neither here nor in an environment variable or a TriggerAuthentication
   */
  public constructor(options: OpenstackSwiftTriggerOptions) {
    super('openstack-swift', triggerMetadata('OpenstackSwiftTrigger', options, ['containerName'], {
      'swiftURL': options.swiftUrl,
      'containerName': options.containerName,
      'objectCount': options.objectCount,
      'activationObjectCount': options.activationObjectCount,
      'objectPrefix': options.objectPrefix,
      'objectDelimiter': options.objectDelimiter,
      'objectLimit': options.objectLimit,
      'timeout': options.timeout,
      'onlyFiles': options.onlyFiles,
    }), options);
  }
}

/** Options of `PostgresqlTrigger`. */
export interface PostgresqlTriggerOptions extends KedaTriggerOptions {
  /**
   * KEDA's parameter `targetQueryValue`.
   *
   * @default - none
   */
  readonly targetQueryValue?: number;

  /**
   * KEDA's parameter `activationTargetQueryValue`.
   *
   * @default - none
   */
  readonly activationTargetQueryValue?: number;

  /**
   * Environment variable of the worker's container that holds `connection`.
   *
   * @default - none
   */
  readonly connectionFromEnv?: string;

  /** KEDA's parameter `query`. */
  readonly query: string;

  /**
   * KEDA's parameter `host`.
   *
   * @default - none
   */
  readonly host?: string;

  /**
   * KEDA's parameter `port`.
   *
   * @default - none
   */
  readonly port?: string;

  /**
   * KEDA's parameter `userName`.
   *
   * @default - none
   */
  readonly userName?: string;

  /**
   * KEDA's parameter `dbName`.
   *
   * @default - none
   */
  readonly dbName?: string;

  /**
   * KEDA's parameter `sslmode`.
   *
   * @default - none
   */
  readonly sslmode?: string;

  /**
   * Environment variable of the worker's container that holds `password`.
   *
   * @default - none
   */
  readonly passwordFromEnv?: string;
}

/**
 * KEDA's trigger `postgresql`.
 *
 * @see https://keda.sh/docs/latest/scalers/
 */
export class PostgresqlTrigger extends KedaTrigger {
  /**
   * @throws Error if a parameter that the trigger needs is neither here nor in an environment variable or a TriggerAuthentication
   */
  public constructor(options: PostgresqlTriggerOptions) {
    super('postgresql', triggerMetadata('PostgresqlTrigger', options, ['query'], {
      'targetQueryValue': options.targetQueryValue,
      'activationTargetQueryValue': options.activationTargetQueryValue,
      'connectionFromEnv': options.connectionFromEnv,
      'query': options.query,
      'host': options.host,
      'port': options.port,
      'userName': options.userName,
      'dbName': options.dbName,
      'sslmode': options.sslmode,
      'passwordFromEnv': options.passwordFromEnv,
    }), options);
  }
}

/** Options of `PredictkubeTrigger`. */
export interface PredictkubeTriggerOptions extends KedaTriggerOptions {
  /** KEDA's parameter `prometheusAddress`. */
  readonly prometheusAddress: string;

  /**
   * KEDA's parameter `authModes`.
   *
   * @default - none
   */
  readonly authModes?: AuthMode[];

  /**
   * KEDA's parameter `authMode`.
   *
   * @default - none
   */
  readonly authMode?: AuthMode[];

  /** KEDA's parameter `apiKey`. Needed: here or in a TriggerAuthentication. */
  readonly apiKey?: string;

  /**
   * KEDA's parameter `method`.
   *
   * @default - header
   */
  readonly method?: Method;

  /**
   * KEDA's parameter `keyParamName`.
   *
   * @default - none
   */
  readonly keyParamName?: string;

  /** KEDA's parameter `query`. */
  readonly query: string;

  /** KEDA's parameter `predictHorizon`. */
  readonly predictHorizon: string;

  /** KEDA's parameter `queryStep`. */
  readonly queryStep: string;

  /** KEDA's parameter `historyTimeWindow`. */
  readonly historyTimeWindow: string;

  /**
   * KEDA's parameter `threshold`.
   *
   * @default - none
   */
  readonly threshold?: number;

  /**
   * KEDA's parameter `activationThreshold`.
   *
   * @default - none
   */
  readonly activationThreshold?: number;
}

/**
 * KEDA's trigger `predictkube`.
 *
 * @see https://keda.sh/docs/latest/scalers/
 */
export class PredictkubeTrigger extends KedaTrigger {
  /**
   * @throws Error if a parameter that the trigger needs is neither here nor in an environment variable or a TriggerAuthentication
   */
  public constructor(options: PredictkubeTriggerOptions) {
    super('predictkube', triggerMetadata('PredictkubeTrigger', options, ['prometheusAddress', 'apiKey', 'query', 'predictHorizon', 'queryStep', 'historyTimeWindow'], {
      'prometheusAddress': options.prometheusAddress,
      'authModes': options.authModes?.join(','),
      'authMode': options.authMode?.join(','),
      'apiKey': options.apiKey,
      'method': options.method,
      'keyParamName': options.keyParamName,
      'query': options.query,
      'predictHorizon': options.predictHorizon,
      'queryStep': options.queryStep,
      'historyTimeWindow': options.historyTimeWindow,
      'threshold': options.threshold,
      'activationThreshold': options.activationThreshold,
    }), options);
  }
}

/** Options of `PrometheusTrigger`. */
export interface PrometheusTriggerOptions extends KedaTriggerOptions {
  /**
   * KEDA's parameter `authModes`.
   *
   * @default - none
   */
  readonly authModes?: AuthMode[];

  /**
   * KEDA's parameter `authMode`.
   *
   * @default - none
   */
  readonly authMode?: AuthMode[];

  /**
   * KEDA's parameter `apiKey`.
   *
   * @default - none
   */
  readonly apiKey?: string;

  /**
   * KEDA's parameter `method`.
   *
   * @default - header
   */
  readonly method?: Method;

  /**
   * KEDA's parameter `keyParamName`.
   *
   * @default - none
   */
  readonly keyParamName?: string;

  /** KEDA's parameter `serverAddress`. */
  readonly serverAddress: string;

  /** KEDA's parameter `query`. */
  readonly query: string;

  /**
   * KEDA's parameter `queryParameters`.
   *
   * @default - none
   */
  readonly queryParameters?: string;

  /** KEDA's parameter `threshold`. */
  readonly threshold: number;

  /**
   * KEDA's parameter `activationThreshold`.
   *
   * @default - none
   */
  readonly activationThreshold?: number;

  /**
   * KEDA's parameter `namespace`.
   *
   * @default - none
   */
  readonly namespace?: string;

  /**
   * KEDA's parameter `customHeaders`.
   *
   * @default - none
   */
  readonly customHeaders?: string;

  /**
   * KEDA's parameter `ignoreNullValues`.
   *
   * @default true
   */
  readonly ignoreNullValues?: boolean;

  /**
   * KEDA's parameter `unsafeSsl`.
   *
   * @default - none
   */
  readonly unsafeSsl?: boolean;

  /**
   * KEDA's parameter `awsRegion`.
   *
   * @default - none
   */
  readonly awsRegion?: string;

  /**
   * KEDA's parameter `timeout`.
   *
   * @default - none
   */
  readonly timeout?: string;

  /**
   * KEDA's parameter `identityOwner`.
   *
   * @default - none
   */
  readonly identityOwner?: string;
}

/**
 * KEDA's trigger `prometheus`.
 *
 * @see https://keda.sh/docs/latest/scalers/
 */
export class PrometheusTrigger extends KedaTrigger {
  /**
   * @throws Error if a parameter that the trigger needs is neither here nor in an environment variable or a TriggerAuthentication
   */
  public constructor(options: PrometheusTriggerOptions) {
    super('prometheus', triggerMetadata('PrometheusTrigger', options, ['serverAddress', 'query', 'threshold'], {
      'authModes': options.authModes?.join(','),
      'authMode': options.authMode?.join(','),
      'apiKey': options.apiKey,
      'method': options.method,
      'keyParamName': options.keyParamName,
      'serverAddress': options.serverAddress,
      'query': options.query,
      'queryParameters': options.queryParameters,
      'threshold': options.threshold,
      'activationThreshold': options.activationThreshold,
      'namespace': options.namespace,
      'customHeaders': options.customHeaders,
      'ignoreNullValues': options.ignoreNullValues,
      'unsafeSsl': options.unsafeSsl,
      'awsRegion': options.awsRegion,
      'timeout': options.timeout,
      'identityOwner': options.identityOwner,
    }), options);
  }
}

/** Options of `PulsarTrigger`. */
export interface PulsarTriggerOptions extends KedaTriggerOptions {
  /** KEDA's parameter `adminURL`. Needed: here or in `adminUrlFromEnv`. */
  readonly adminUrl?: string;

  /**
   * Environment variable of the worker's container that holds `adminURL`.
   *
   * @default - none
   */
  readonly adminUrlFromEnv?: string;

  /** KEDA's parameter `topic`. Needed: here or in `topicFromEnv`. */
  readonly topic?: string;

  /**
   * Environment variable of the worker's container that holds `topic`.
   *
   * @default - none
   */
  readonly topicFromEnv?: string;

  /** KEDA's parameter `subscription`. Needed: here or in `subscriptionFromEnv`. */
  readonly subscription?: string;

  /**
   * Environment variable of the worker's container that holds `subscription`.
   *
   * @default - none
   */
  readonly subscriptionFromEnv?: string;

  /**
   * KEDA's parameter `msgBacklogThreshold`.
   *
   * @default 10
   */
  readonly msgBacklogThreshold?: number;

  /**
   * KEDA's parameter `activationMsgBacklogThreshold`.
   *
   * @default 0
   */
  readonly activationMsgBacklogThreshold?: number;

  /**
   * KEDA's parameter `isPartitionedTopic`.
   *
   * @default false
   */
  readonly isPartitionedTopic?: boolean;

  /**
   * KEDA's parameter `tls`.
   *
   * @default - none
   */
  readonly tls?: string;

  /**
   * KEDA's parameter `authModes`.
   *
   * @default - none
   */
  readonly authModes?: AuthMode[];

  /**
   * KEDA's parameter `authMode`.
   *
   * @default - none
   */
  readonly authMode?: AuthMode[];

  /**
   * KEDA's parameter `apiKey`.
   *
   * @default - none
   */
  readonly apiKey?: string;

  /**
   * KEDA's parameter `method`.
   *
   * @default - header
   */
  readonly method?: Method;

  /**
   * KEDA's parameter `keyParamName`.
   *
   * @default - none
   */
  readonly keyParamName?: string;
}

/**
 * KEDA's trigger `pulsar`.
 *
 * @see https://keda.sh/docs/latest/scalers/
 */
export class PulsarTrigger extends KedaTrigger {
  /**
   * @throws Error if a parameter that the trigger needs is neither here nor in an environment variable or a TriggerAuthentication
   */
  public constructor(options: PulsarTriggerOptions) {
    super('pulsar', triggerMetadata('PulsarTrigger', options, ['adminURL', 'topic', 'subscription'], {
      'adminURL': options.adminUrl,
      'adminURLFromEnv': options.adminUrlFromEnv,
      'topic': options.topic,
      'topicFromEnv': options.topicFromEnv,
      'subscription': options.subscription,
      'subscriptionFromEnv': options.subscriptionFromEnv,
      'msgBacklogThreshold': options.msgBacklogThreshold,
      'activationMsgBacklogThreshold': options.activationMsgBacklogThreshold,
      'isPartitionedTopic': options.isPartitionedTopic,
      'tls': options.tls,
      'authModes': options.authModes?.join(','),
      'authMode': options.authMode?.join(','),
      'apiKey': options.apiKey,
      'method': options.method,
      'keyParamName': options.keyParamName,
    }), options);
  }
}

/** Options of `RabbitmqTrigger`. */
export interface RabbitmqTriggerOptions extends KedaTriggerOptions {
  /** KEDA's parameter `queueName`. */
  readonly queueName: string;

  /**
   * KEDA's parameter `mode`.
   *
   * @default - "Unknown"
   */
  readonly mode?: string;

  /**
   * KEDA's parameter `queueLength`.
   *
   * @default - none
   */
  readonly queueLength?: number;

  /**
   * KEDA's parameter `value`.
   *
   * @default - none
   */
  readonly value?: string;

  /**
   * KEDA's parameter `activationValue`.
   *
   * @default - none
   */
  readonly activationValue?: number;

  /** KEDA's parameter `host`. Needed: here or in `hostFromEnv` or a TriggerAuthentication. */
  readonly host?: string;

  /**
   * Environment variable of the worker's container that holds `host`.
   *
   * @default - none
   */
  readonly hostFromEnv?: string;

  /**
   * KEDA's parameter `protocol`.
   *
   * @default - "auto"
   */
  readonly protocol?: string;

  /**
   * KEDA's parameter `vhostName`.
   *
   * @default - none
   */
  readonly vhostName?: string;

  /**
   * KEDA's parameter `useRegex`.
   *
   * @default - none
   */
  readonly useRegex?: boolean;

  /**
   * KEDA's parameter `excludeUnacknowledged`.
   *
   * @default - none
   */
  readonly excludeUnacknowledged?: boolean;

  /**
   * KEDA's parameter `pageSize`.
   *
   * @default 100
   */
  readonly pageSize?: number;

  /**
   * KEDA's parameter `operation`.
   *
   * @default - "sum"
   */
  readonly operation?: string;

  /**
   * KEDA's parameter `timeout`.
   *
   * @default - none
   */
  readonly timeout?: string;

  /**
   * Environment variable of the worker's container that holds `username`.
   *
   * @default - none
   */
  readonly usernameFromEnv?: string;

  /**
   * Environment variable of the worker's container that holds `password`.
   *
   * @default - none
   */
  readonly passwordFromEnv?: string;

  /**
   * KEDA's parameter `unsafeSsl`.
   *
   * @default - none
   */
  readonly unsafeSsl?: boolean;

  /**
   * KEDA's parameter `authModes`.
   *
   * @default - none
   */
  readonly authModes?: AuthMode[];

  /**
   * KEDA's parameter `authMode`.
   *
   * @default - none
   */
  readonly authMode?: AuthMode[];

  /**
   * KEDA's parameter `apiKey`.
   *
   * @default - none
   */
  readonly apiKey?: string;

  /**
   * KEDA's parameter `method`.
   *
   * @default - header
   */
  readonly method?: Method;

  /**
   * KEDA's parameter `keyParamName`.
   *
   * @default - none
   */
  readonly keyParamName?: string;
}

/**
 * KEDA's trigger `rabbitmq`.
 *
 * @see https://keda.sh/docs/latest/scalers/
 */
export class RabbitmqTrigger extends KedaTrigger {
  /**
   * @throws Error if a parameter that the trigger needs is neither here nor in an environment variable or a TriggerAuthentication
   */
  public constructor(options: RabbitmqTriggerOptions) {
    super('rabbitmq', triggerMetadata('RabbitmqTrigger', options, ['queueName', 'host'], {
      'queueName': options.queueName,
      'mode': options.mode,
      'queueLength': options.queueLength,
      'value': options.value,
      'activationValue': options.activationValue,
      'host': options.host,
      'hostFromEnv': options.hostFromEnv,
      'protocol': options.protocol,
      'vhostName': options.vhostName,
      'useRegex': options.useRegex,
      'excludeUnacknowledged': options.excludeUnacknowledged,
      'pageSize': options.pageSize,
      'operation': options.operation,
      'timeout': options.timeout,
      'usernameFromEnv': options.usernameFromEnv,
      'passwordFromEnv': options.passwordFromEnv,
      'unsafeSsl': options.unsafeSsl,
      'authModes': options.authModes?.join(','),
      'authMode': options.authMode?.join(','),
      'apiKey': options.apiKey,
      'method': options.method,
      'keyParamName': options.keyParamName,
    }), options);
  }
}

/** Options of `RedisTrigger`. */
export interface RedisTriggerOptions extends KedaTriggerOptions {
  /**
   * KEDA's parameter `listLength`.
   *
   * @default 5
   */
  readonly listLength?: number;

  /**
   * KEDA's parameter `activationListLength`.
   *
   * @default - none
   */
  readonly activationListLength?: number;

  /** KEDA's parameter `listName`. */
  readonly listName: string;

  /**
   * KEDA's parameter `databaseIndex`.
   *
   * @default - none
   */
  readonly databaseIndex?: number;

  /**
   * KEDA's parameter `enableTLS`.
   *
   * @default - none
   */
  readonly enableTls?: string;

  /**
   * KEDA's parameter `address`.
   *
   * @default - none
   */
  readonly address?: string;

  /**
   * Environment variable of the worker's container that holds `address`.
   *
   * @default - none
   */
  readonly addressFromEnv?: string;

  /**
   * KEDA's parameter `addresses`.
   *
   * @default - none
   */
  readonly addresses?: string[];

  /**
   * Environment variable of the worker's container that holds `addresses`.
   *
   * @default - none
   */
  readonly addressesFromEnv?: string;

  /**
   * KEDA's parameter `username`.
   *
   * @default - none
   */
  readonly username?: string;

  /**
   * Environment variable of the worker's container that holds `username`.
   *
   * @default - none
   */
  readonly usernameFromEnv?: string;

  /**
   * KEDA's parameter `password`.
   *
   * @default - none
   */
  readonly password?: string;

  /**
   * Environment variable of the worker's container that holds `password`.
   *
   * @default - none
   */
  readonly passwordFromEnv?: string;

  /**
   * KEDA's parameter `sentinelUsername`.
   *
   * @default - none
   */
  readonly sentinelUsername?: string;

  /**
   * Environment variable of the worker's container that holds `sentinelUsername`.
   *
   * @default - none
   */
  readonly sentinelUsernameFromEnv?: string;

  /**
   * KEDA's parameter `sentinelPassword`.
   *
   * @default - none
   */
  readonly sentinelPassword?: string;

  /**
   * Environment variable of the worker's container that holds `sentinelPassword`.
   *
   * @default - none
   */
  readonly sentinelPasswordFromEnv?: string;

  /**
   * KEDA's parameter `sentinelMaster`.
   *
   * @default - none
   */
  readonly sentinelMaster?: string;

  /**
   * Environment variable of the worker's container that holds `sentinelMaster`.
   *
   * @default - none
   */
  readonly sentinelMasterFromEnv?: string;

  /**
   * KEDA's parameter `host`.
   *
   * @default - none
   */
  readonly host?: string;

  /**
   * Environment variable of the worker's container that holds `host`.
   *
   * @default - none
   */
  readonly hostFromEnv?: string;

  /**
   * KEDA's parameter `hosts`.
   *
   * @default - none
   */
  readonly hosts?: string[];

  /**
   * Environment variable of the worker's container that holds `hosts`.
   *
   * @default - none
   */
  readonly hostsFromEnv?: string;

  /**
   * KEDA's parameter `port`.
   *
   * @default - none
   */
  readonly port?: string;

  /**
   * Environment variable of the worker's container that holds `port`.
   *
   * @default - none
   */
  readonly portFromEnv?: string;

  /**
   * KEDA's parameter `ports`.
   *
   * @default - none
   */
  readonly ports?: string[];

  /**
   * Environment variable of the worker's container that holds `ports`.
   *
   * @default - none
   */
  readonly portsFromEnv?: string;

  /**
   * KEDA's parameter `unsafeSsl`.
   *
   * @default false
   */
  readonly unsafeSsl?: boolean;
}

/**
 * KEDA's trigger `redis`.
 *
 * @see https://keda.sh/docs/latest/scalers/
 */
export class RedisTrigger extends KedaTrigger {
  /**
   * @throws Error if a parameter that the trigger needs is neither here nor in an environment variable or a TriggerAuthentication
   */
  public constructor(options: RedisTriggerOptions) {
    super('redis', triggerMetadata('RedisTrigger', options, ['listName'], {
      'listLength': options.listLength,
      'activationListLength': options.activationListLength,
      'listName': options.listName,
      'databaseIndex': options.databaseIndex,
      'enableTLS': options.enableTls,
      'address': options.address,
      'addressFromEnv': options.addressFromEnv,
      'addresses': options.addresses?.join(','),
      'addressesFromEnv': options.addressesFromEnv,
      'username': options.username,
      'usernameFromEnv': options.usernameFromEnv,
      'password': options.password,
      'passwordFromEnv': options.passwordFromEnv,
      'sentinelUsername': options.sentinelUsername,
      'sentinelUsernameFromEnv': options.sentinelUsernameFromEnv,
      'sentinelPassword': options.sentinelPassword,
      'sentinelPasswordFromEnv': options.sentinelPasswordFromEnv,
      'sentinelMaster': options.sentinelMaster,
      'sentinelMasterFromEnv': options.sentinelMasterFromEnv,
      'host': options.host,
      'hostFromEnv': options.hostFromEnv,
      'hosts': options.hosts?.join(','),
      'hostsFromEnv': options.hostsFromEnv,
      'port': options.port,
      'portFromEnv': options.portFromEnv,
      'ports': options.ports?.join(','),
      'portsFromEnv': options.portsFromEnv,
      'unsafeSsl': options.unsafeSsl,
    }), options);
  }
}

/** Options of `RedisClusterTrigger`. */
export interface RedisClusterTriggerOptions extends KedaTriggerOptions {
  /**
   * KEDA's parameter `listLength`.
   *
   * @default 5
   */
  readonly listLength?: number;

  /**
   * KEDA's parameter `activationListLength`.
   *
   * @default - none
   */
  readonly activationListLength?: number;

  /** KEDA's parameter `listName`. */
  readonly listName: string;

  /**
   * KEDA's parameter `databaseIndex`.
   *
   * @default - none
   */
  readonly databaseIndex?: number;

  /**
   * KEDA's parameter `enableTLS`.
   *
   * @default - none
   */
  readonly enableTls?: string;

  /**
   * KEDA's parameter `address`.
   *
   * @default - none
   */
  readonly address?: string;

  /**
   * Environment variable of the worker's container that holds `address`.
   *
   * @default - none
   */
  readonly addressFromEnv?: string;

  /**
   * KEDA's parameter `addresses`.
   *
   * @default - none
   */
  readonly addresses?: string[];

  /**
   * Environment variable of the worker's container that holds `addresses`.
   *
   * @default - none
   */
  readonly addressesFromEnv?: string;

  /**
   * KEDA's parameter `username`.
   *
   * @default - none
   */
  readonly username?: string;

  /**
   * Environment variable of the worker's container that holds `username`.
   *
   * @default - none
   */
  readonly usernameFromEnv?: string;

  /**
   * KEDA's parameter `password`.
   *
   * @default - none
   */
  readonly password?: string;

  /**
   * Environment variable of the worker's container that holds `password`.
   *
   * @default - none
   */
  readonly passwordFromEnv?: string;

  /**
   * KEDA's parameter `sentinelUsername`.
   *
   * @default - none
   */
  readonly sentinelUsername?: string;

  /**
   * Environment variable of the worker's container that holds `sentinelUsername`.
   *
   * @default - none
   */
  readonly sentinelUsernameFromEnv?: string;

  /**
   * KEDA's parameter `sentinelPassword`.
   *
   * @default - none
   */
  readonly sentinelPassword?: string;

  /**
   * Environment variable of the worker's container that holds `sentinelPassword`.
   *
   * @default - none
   */
  readonly sentinelPasswordFromEnv?: string;

  /**
   * KEDA's parameter `sentinelMaster`.
   *
   * @default - none
   */
  readonly sentinelMaster?: string;

  /**
   * Environment variable of the worker's container that holds `sentinelMaster`.
   *
   * @default - none
   */
  readonly sentinelMasterFromEnv?: string;

  /**
   * KEDA's parameter `host`.
   *
   * @default - none
   */
  readonly host?: string;

  /**
   * Environment variable of the worker's container that holds `host`.
   *
   * @default - none
   */
  readonly hostFromEnv?: string;

  /**
   * KEDA's parameter `hosts`.
   *
   * @default - none
   */
  readonly hosts?: string[];

  /**
   * Environment variable of the worker's container that holds `hosts`.
   *
   * @default - none
   */
  readonly hostsFromEnv?: string;

  /**
   * KEDA's parameter `port`.
   *
   * @default - none
   */
  readonly port?: string;

  /**
   * Environment variable of the worker's container that holds `port`.
   *
   * @default - none
   */
  readonly portFromEnv?: string;

  /**
   * KEDA's parameter `ports`.
   *
   * @default - none
   */
  readonly ports?: string[];

  /**
   * Environment variable of the worker's container that holds `ports`.
   *
   * @default - none
   */
  readonly portsFromEnv?: string;

  /**
   * KEDA's parameter `unsafeSsl`.
   *
   * @default false
   */
  readonly unsafeSsl?: boolean;
}

/**
 * KEDA's trigger `redis-cluster`.
 *
 * @see https://keda.sh/docs/latest/scalers/
 */
export class RedisClusterTrigger extends KedaTrigger {
  /**
   * @throws Error if a parameter that the trigger needs is neither here nor in an environment variable or a TriggerAuthentication
   */
  public constructor(options: RedisClusterTriggerOptions) {
    super('redis-cluster', triggerMetadata('RedisClusterTrigger', options, ['listName'], {
      'listLength': options.listLength,
      'activationListLength': options.activationListLength,
      'listName': options.listName,
      'databaseIndex': options.databaseIndex,
      'enableTLS': options.enableTls,
      'address': options.address,
      'addressFromEnv': options.addressFromEnv,
      'addresses': options.addresses?.join(','),
      'addressesFromEnv': options.addressesFromEnv,
      'username': options.username,
      'usernameFromEnv': options.usernameFromEnv,
      'password': options.password,
      'passwordFromEnv': options.passwordFromEnv,
      'sentinelUsername': options.sentinelUsername,
      'sentinelUsernameFromEnv': options.sentinelUsernameFromEnv,
      'sentinelPassword': options.sentinelPassword,
      'sentinelPasswordFromEnv': options.sentinelPasswordFromEnv,
      'sentinelMaster': options.sentinelMaster,
      'sentinelMasterFromEnv': options.sentinelMasterFromEnv,
      'host': options.host,
      'hostFromEnv': options.hostFromEnv,
      'hosts': options.hosts?.join(','),
      'hostsFromEnv': options.hostsFromEnv,
      'port': options.port,
      'portFromEnv': options.portFromEnv,
      'ports': options.ports?.join(','),
      'portsFromEnv': options.portsFromEnv,
      'unsafeSsl': options.unsafeSsl,
    }), options);
  }
}

/** Options of `RedisClusterStreamsTrigger`. */
export interface RedisClusterStreamsTriggerOptions extends KedaTriggerOptions {
  /**
   * KEDA's parameter `pendingEntriesCount`.
   *
   * @default 5
   */
  readonly pendingEntriesCount?: number;

  /**
   * KEDA's parameter `streamLength`.
   *
   * @default 5
   */
  readonly streamLength?: number;

  /**
   * KEDA's parameter `lagCount`.
   *
   * @default - none
   */
  readonly lagCount?: number;

  /** KEDA's parameter `stream`. */
  readonly stream: string;

  /**
   * KEDA's parameter `consumerGroup`.
   *
   * @default - none
   */
  readonly consumerGroup?: string;

  /**
   * KEDA's parameter `databaseIndex`.
   *
   * @default - none
   */
  readonly databaseIndex?: number;

  /**
   * KEDA's parameter `address`.
   *
   * @default - none
   */
  readonly address?: string;

  /**
   * Environment variable of the worker's container that holds `address`.
   *
   * @default - none
   */
  readonly addressFromEnv?: string;

  /**
   * KEDA's parameter `addresses`.
   *
   * @default - none
   */
  readonly addresses?: string[];

  /**
   * Environment variable of the worker's container that holds `addresses`.
   *
   * @default - none
   */
  readonly addressesFromEnv?: string;

  /**
   * KEDA's parameter `username`.
   *
   * @default - none
   */
  readonly username?: string;

  /**
   * Environment variable of the worker's container that holds `username`.
   *
   * @default - none
   */
  readonly usernameFromEnv?: string;

  /**
   * KEDA's parameter `password`.
   *
   * @default - none
   */
  readonly password?: string;

  /**
   * Environment variable of the worker's container that holds `password`.
   *
   * @default - none
   */
  readonly passwordFromEnv?: string;

  /**
   * KEDA's parameter `sentinelUsername`.
   *
   * @default - none
   */
  readonly sentinelUsername?: string;

  /**
   * Environment variable of the worker's container that holds `sentinelUsername`.
   *
   * @default - none
   */
  readonly sentinelUsernameFromEnv?: string;

  /**
   * KEDA's parameter `sentinelPassword`.
   *
   * @default - none
   */
  readonly sentinelPassword?: string;

  /**
   * Environment variable of the worker's container that holds `sentinelPassword`.
   *
   * @default - none
   */
  readonly sentinelPasswordFromEnv?: string;

  /**
   * KEDA's parameter `sentinelMaster`.
   *
   * @default - none
   */
  readonly sentinelMaster?: string;

  /**
   * Environment variable of the worker's container that holds `sentinelMaster`.
   *
   * @default - none
   */
  readonly sentinelMasterFromEnv?: string;

  /**
   * KEDA's parameter `host`.
   *
   * @default - none
   */
  readonly host?: string;

  /**
   * Environment variable of the worker's container that holds `host`.
   *
   * @default - none
   */
  readonly hostFromEnv?: string;

  /**
   * KEDA's parameter `hosts`.
   *
   * @default - none
   */
  readonly hosts?: string[];

  /**
   * Environment variable of the worker's container that holds `hosts`.
   *
   * @default - none
   */
  readonly hostsFromEnv?: string;

  /**
   * KEDA's parameter `port`.
   *
   * @default - none
   */
  readonly port?: string;

  /**
   * Environment variable of the worker's container that holds `port`.
   *
   * @default - none
   */
  readonly portFromEnv?: string;

  /**
   * KEDA's parameter `ports`.
   *
   * @default - none
   */
  readonly ports?: string[];

  /**
   * Environment variable of the worker's container that holds `ports`.
   *
   * @default - none
   */
  readonly portsFromEnv?: string;

  /**
   * KEDA's parameter `unsafeSsl`.
   *
   * @default false
   */
  readonly unsafeSsl?: boolean;

  /**
   * KEDA's parameter `activationLagCount`.
   *
   * @default 0
   */
  readonly activationLagCount?: number;

  /**
   * KEDA's parameter `enableTLS`.
   *
   * @default - none
   */
  readonly enableTls?: string;
}

/**
 * KEDA's trigger `redis-cluster-streams`.
 *
 * @see https://keda.sh/docs/latest/scalers/
 */
export class RedisClusterStreamsTrigger extends KedaTrigger {
  /**
   * @throws Error if a parameter that the trigger needs is neither here nor in an environment variable or a TriggerAuthentication
   */
  public constructor(options: RedisClusterStreamsTriggerOptions) {
    super('redis-cluster-streams', triggerMetadata('RedisClusterStreamsTrigger', options, ['stream'], {
      'pendingEntriesCount': options.pendingEntriesCount,
      'streamLength': options.streamLength,
      'lagCount': options.lagCount,
      'stream': options.stream,
      'consumerGroup': options.consumerGroup,
      'databaseIndex': options.databaseIndex,
      'address': options.address,
      'addressFromEnv': options.addressFromEnv,
      'addresses': options.addresses?.join(','),
      'addressesFromEnv': options.addressesFromEnv,
      'username': options.username,
      'usernameFromEnv': options.usernameFromEnv,
      'password': options.password,
      'passwordFromEnv': options.passwordFromEnv,
      'sentinelUsername': options.sentinelUsername,
      'sentinelUsernameFromEnv': options.sentinelUsernameFromEnv,
      'sentinelPassword': options.sentinelPassword,
      'sentinelPasswordFromEnv': options.sentinelPasswordFromEnv,
      'sentinelMaster': options.sentinelMaster,
      'sentinelMasterFromEnv': options.sentinelMasterFromEnv,
      'host': options.host,
      'hostFromEnv': options.hostFromEnv,
      'hosts': options.hosts?.join(','),
      'hostsFromEnv': options.hostsFromEnv,
      'port': options.port,
      'portFromEnv': options.portFromEnv,
      'ports': options.ports?.join(','),
      'portsFromEnv': options.portsFromEnv,
      'unsafeSsl': options.unsafeSsl,
      'activationLagCount': options.activationLagCount,
      'enableTLS': options.enableTls,
    }), options);
  }
}

/** Options of `RedisSentinelTrigger`. */
export interface RedisSentinelTriggerOptions extends KedaTriggerOptions {
  /**
   * KEDA's parameter `listLength`.
   *
   * @default 5
   */
  readonly listLength?: number;

  /**
   * KEDA's parameter `activationListLength`.
   *
   * @default - none
   */
  readonly activationListLength?: number;

  /** KEDA's parameter `listName`. */
  readonly listName: string;

  /**
   * KEDA's parameter `databaseIndex`.
   *
   * @default - none
   */
  readonly databaseIndex?: number;

  /**
   * KEDA's parameter `enableTLS`.
   *
   * @default - none
   */
  readonly enableTls?: string;

  /**
   * KEDA's parameter `address`.
   *
   * @default - none
   */
  readonly address?: string;

  /**
   * Environment variable of the worker's container that holds `address`.
   *
   * @default - none
   */
  readonly addressFromEnv?: string;

  /**
   * KEDA's parameter `addresses`.
   *
   * @default - none
   */
  readonly addresses?: string[];

  /**
   * Environment variable of the worker's container that holds `addresses`.
   *
   * @default - none
   */
  readonly addressesFromEnv?: string;

  /**
   * KEDA's parameter `username`.
   *
   * @default - none
   */
  readonly username?: string;

  /**
   * Environment variable of the worker's container that holds `username`.
   *
   * @default - none
   */
  readonly usernameFromEnv?: string;

  /**
   * KEDA's parameter `password`.
   *
   * @default - none
   */
  readonly password?: string;

  /**
   * Environment variable of the worker's container that holds `password`.
   *
   * @default - none
   */
  readonly passwordFromEnv?: string;

  /**
   * KEDA's parameter `sentinelUsername`.
   *
   * @default - none
   */
  readonly sentinelUsername?: string;

  /**
   * Environment variable of the worker's container that holds `sentinelUsername`.
   *
   * @default - none
   */
  readonly sentinelUsernameFromEnv?: string;

  /**
   * KEDA's parameter `sentinelPassword`.
   *
   * @default - none
   */
  readonly sentinelPassword?: string;

  /**
   * Environment variable of the worker's container that holds `sentinelPassword`.
   *
   * @default - none
   */
  readonly sentinelPasswordFromEnv?: string;

  /**
   * KEDA's parameter `sentinelMaster`.
   *
   * @default - none
   */
  readonly sentinelMaster?: string;

  /**
   * Environment variable of the worker's container that holds `sentinelMaster`.
   *
   * @default - none
   */
  readonly sentinelMasterFromEnv?: string;

  /**
   * KEDA's parameter `host`.
   *
   * @default - none
   */
  readonly host?: string;

  /**
   * Environment variable of the worker's container that holds `host`.
   *
   * @default - none
   */
  readonly hostFromEnv?: string;

  /**
   * KEDA's parameter `hosts`.
   *
   * @default - none
   */
  readonly hosts?: string[];

  /**
   * Environment variable of the worker's container that holds `hosts`.
   *
   * @default - none
   */
  readonly hostsFromEnv?: string;

  /**
   * KEDA's parameter `port`.
   *
   * @default - none
   */
  readonly port?: string;

  /**
   * Environment variable of the worker's container that holds `port`.
   *
   * @default - none
   */
  readonly portFromEnv?: string;

  /**
   * KEDA's parameter `ports`.
   *
   * @default - none
   */
  readonly ports?: string[];

  /**
   * Environment variable of the worker's container that holds `ports`.
   *
   * @default - none
   */
  readonly portsFromEnv?: string;

  /**
   * KEDA's parameter `unsafeSsl`.
   *
   * @default false
   */
  readonly unsafeSsl?: boolean;
}

/**
 * KEDA's trigger `redis-sentinel`.
 *
 * @see https://keda.sh/docs/latest/scalers/
 */
export class RedisSentinelTrigger extends KedaTrigger {
  /**
   * @throws Error if a parameter that the trigger needs is neither here nor in an environment variable or a TriggerAuthentication
   */
  public constructor(options: RedisSentinelTriggerOptions) {
    super('redis-sentinel', triggerMetadata('RedisSentinelTrigger', options, ['listName'], {
      'listLength': options.listLength,
      'activationListLength': options.activationListLength,
      'listName': options.listName,
      'databaseIndex': options.databaseIndex,
      'enableTLS': options.enableTls,
      'address': options.address,
      'addressFromEnv': options.addressFromEnv,
      'addresses': options.addresses?.join(','),
      'addressesFromEnv': options.addressesFromEnv,
      'username': options.username,
      'usernameFromEnv': options.usernameFromEnv,
      'password': options.password,
      'passwordFromEnv': options.passwordFromEnv,
      'sentinelUsername': options.sentinelUsername,
      'sentinelUsernameFromEnv': options.sentinelUsernameFromEnv,
      'sentinelPassword': options.sentinelPassword,
      'sentinelPasswordFromEnv': options.sentinelPasswordFromEnv,
      'sentinelMaster': options.sentinelMaster,
      'sentinelMasterFromEnv': options.sentinelMasterFromEnv,
      'host': options.host,
      'hostFromEnv': options.hostFromEnv,
      'hosts': options.hosts?.join(','),
      'hostsFromEnv': options.hostsFromEnv,
      'port': options.port,
      'portFromEnv': options.portFromEnv,
      'ports': options.ports?.join(','),
      'portsFromEnv': options.portsFromEnv,
      'unsafeSsl': options.unsafeSsl,
    }), options);
  }
}

/** Options of `RedisSentinelStreamsTrigger`. */
export interface RedisSentinelStreamsTriggerOptions extends KedaTriggerOptions {
  /**
   * KEDA's parameter `pendingEntriesCount`.
   *
   * @default 5
   */
  readonly pendingEntriesCount?: number;

  /**
   * KEDA's parameter `streamLength`.
   *
   * @default 5
   */
  readonly streamLength?: number;

  /**
   * KEDA's parameter `lagCount`.
   *
   * @default - none
   */
  readonly lagCount?: number;

  /** KEDA's parameter `stream`. */
  readonly stream: string;

  /**
   * KEDA's parameter `consumerGroup`.
   *
   * @default - none
   */
  readonly consumerGroup?: string;

  /**
   * KEDA's parameter `databaseIndex`.
   *
   * @default - none
   */
  readonly databaseIndex?: number;

  /**
   * KEDA's parameter `address`.
   *
   * @default - none
   */
  readonly address?: string;

  /**
   * Environment variable of the worker's container that holds `address`.
   *
   * @default - none
   */
  readonly addressFromEnv?: string;

  /**
   * KEDA's parameter `addresses`.
   *
   * @default - none
   */
  readonly addresses?: string[];

  /**
   * Environment variable of the worker's container that holds `addresses`.
   *
   * @default - none
   */
  readonly addressesFromEnv?: string;

  /**
   * KEDA's parameter `username`.
   *
   * @default - none
   */
  readonly username?: string;

  /**
   * Environment variable of the worker's container that holds `username`.
   *
   * @default - none
   */
  readonly usernameFromEnv?: string;

  /**
   * KEDA's parameter `password`.
   *
   * @default - none
   */
  readonly password?: string;

  /**
   * Environment variable of the worker's container that holds `password`.
   *
   * @default - none
   */
  readonly passwordFromEnv?: string;

  /**
   * KEDA's parameter `sentinelUsername`.
   *
   * @default - none
   */
  readonly sentinelUsername?: string;

  /**
   * Environment variable of the worker's container that holds `sentinelUsername`.
   *
   * @default - none
   */
  readonly sentinelUsernameFromEnv?: string;

  /**
   * KEDA's parameter `sentinelPassword`.
   *
   * @default - none
   */
  readonly sentinelPassword?: string;

  /**
   * Environment variable of the worker's container that holds `sentinelPassword`.
   *
   * @default - none
   */
  readonly sentinelPasswordFromEnv?: string;

  /**
   * KEDA's parameter `sentinelMaster`.
   *
   * @default - none
   */
  readonly sentinelMaster?: string;

  /**
   * Environment variable of the worker's container that holds `sentinelMaster`.
   *
   * @default - none
   */
  readonly sentinelMasterFromEnv?: string;

  /**
   * KEDA's parameter `host`.
   *
   * @default - none
   */
  readonly host?: string;

  /**
   * Environment variable of the worker's container that holds `host`.
   *
   * @default - none
   */
  readonly hostFromEnv?: string;

  /**
   * KEDA's parameter `hosts`.
   *
   * @default - none
   */
  readonly hosts?: string[];

  /**
   * Environment variable of the worker's container that holds `hosts`.
   *
   * @default - none
   */
  readonly hostsFromEnv?: string;

  /**
   * KEDA's parameter `port`.
   *
   * @default - none
   */
  readonly port?: string;

  /**
   * Environment variable of the worker's container that holds `port`.
   *
   * @default - none
   */
  readonly portFromEnv?: string;

  /**
   * KEDA's parameter `ports`.
   *
   * @default - none
   */
  readonly ports?: string[];

  /**
   * Environment variable of the worker's container that holds `ports`.
   *
   * @default - none
   */
  readonly portsFromEnv?: string;

  /**
   * KEDA's parameter `unsafeSsl`.
   *
   * @default false
   */
  readonly unsafeSsl?: boolean;

  /**
   * KEDA's parameter `activationLagCount`.
   *
   * @default 0
   */
  readonly activationLagCount?: number;

  /**
   * KEDA's parameter `enableTLS`.
   *
   * @default - none
   */
  readonly enableTls?: string;
}

/**
 * KEDA's trigger `redis-sentinel-streams`.
 *
 * @see https://keda.sh/docs/latest/scalers/
 */
export class RedisSentinelStreamsTrigger extends KedaTrigger {
  /**
   * @throws Error if a parameter that the trigger needs is neither here nor in an environment variable or a TriggerAuthentication
   */
  public constructor(options: RedisSentinelStreamsTriggerOptions) {
    super('redis-sentinel-streams', triggerMetadata('RedisSentinelStreamsTrigger', options, ['stream'], {
      'pendingEntriesCount': options.pendingEntriesCount,
      'streamLength': options.streamLength,
      'lagCount': options.lagCount,
      'stream': options.stream,
      'consumerGroup': options.consumerGroup,
      'databaseIndex': options.databaseIndex,
      'address': options.address,
      'addressFromEnv': options.addressFromEnv,
      'addresses': options.addresses?.join(','),
      'addressesFromEnv': options.addressesFromEnv,
      'username': options.username,
      'usernameFromEnv': options.usernameFromEnv,
      'password': options.password,
      'passwordFromEnv': options.passwordFromEnv,
      'sentinelUsername': options.sentinelUsername,
      'sentinelUsernameFromEnv': options.sentinelUsernameFromEnv,
      'sentinelPassword': options.sentinelPassword,
      'sentinelPasswordFromEnv': options.sentinelPasswordFromEnv,
      'sentinelMaster': options.sentinelMaster,
      'sentinelMasterFromEnv': options.sentinelMasterFromEnv,
      'host': options.host,
      'hostFromEnv': options.hostFromEnv,
      'hosts': options.hosts?.join(','),
      'hostsFromEnv': options.hostsFromEnv,
      'port': options.port,
      'portFromEnv': options.portFromEnv,
      'ports': options.ports?.join(','),
      'portsFromEnv': options.portsFromEnv,
      'unsafeSsl': options.unsafeSsl,
      'activationLagCount': options.activationLagCount,
      'enableTLS': options.enableTls,
    }), options);
  }
}

/** Options of `RedisStreamsTrigger`. */
export interface RedisStreamsTriggerOptions extends KedaTriggerOptions {
  /**
   * KEDA's parameter `pendingEntriesCount`.
   *
   * @default 5
   */
  readonly pendingEntriesCount?: number;

  /**
   * KEDA's parameter `streamLength`.
   *
   * @default 5
   */
  readonly streamLength?: number;

  /**
   * KEDA's parameter `lagCount`.
   *
   * @default - none
   */
  readonly lagCount?: number;

  /** KEDA's parameter `stream`. */
  readonly stream: string;

  /**
   * KEDA's parameter `consumerGroup`.
   *
   * @default - none
   */
  readonly consumerGroup?: string;

  /**
   * KEDA's parameter `databaseIndex`.
   *
   * @default - none
   */
  readonly databaseIndex?: number;

  /**
   * KEDA's parameter `address`.
   *
   * @default - none
   */
  readonly address?: string;

  /**
   * Environment variable of the worker's container that holds `address`.
   *
   * @default - none
   */
  readonly addressFromEnv?: string;

  /**
   * KEDA's parameter `addresses`.
   *
   * @default - none
   */
  readonly addresses?: string[];

  /**
   * Environment variable of the worker's container that holds `addresses`.
   *
   * @default - none
   */
  readonly addressesFromEnv?: string;

  /**
   * KEDA's parameter `username`.
   *
   * @default - none
   */
  readonly username?: string;

  /**
   * Environment variable of the worker's container that holds `username`.
   *
   * @default - none
   */
  readonly usernameFromEnv?: string;

  /**
   * KEDA's parameter `password`.
   *
   * @default - none
   */
  readonly password?: string;

  /**
   * Environment variable of the worker's container that holds `password`.
   *
   * @default - none
   */
  readonly passwordFromEnv?: string;

  /**
   * KEDA's parameter `sentinelUsername`.
   *
   * @default - none
   */
  readonly sentinelUsername?: string;

  /**
   * Environment variable of the worker's container that holds `sentinelUsername`.
   *
   * @default - none
   */
  readonly sentinelUsernameFromEnv?: string;

  /**
   * KEDA's parameter `sentinelPassword`.
   *
   * @default - none
   */
  readonly sentinelPassword?: string;

  /**
   * Environment variable of the worker's container that holds `sentinelPassword`.
   *
   * @default - none
   */
  readonly sentinelPasswordFromEnv?: string;

  /**
   * KEDA's parameter `sentinelMaster`.
   *
   * @default - none
   */
  readonly sentinelMaster?: string;

  /**
   * Environment variable of the worker's container that holds `sentinelMaster`.
   *
   * @default - none
   */
  readonly sentinelMasterFromEnv?: string;

  /**
   * KEDA's parameter `host`.
   *
   * @default - none
   */
  readonly host?: string;

  /**
   * Environment variable of the worker's container that holds `host`.
   *
   * @default - none
   */
  readonly hostFromEnv?: string;

  /**
   * KEDA's parameter `hosts`.
   *
   * @default - none
   */
  readonly hosts?: string[];

  /**
   * Environment variable of the worker's container that holds `hosts`.
   *
   * @default - none
   */
  readonly hostsFromEnv?: string;

  /**
   * KEDA's parameter `port`.
   *
   * @default - none
   */
  readonly port?: string;

  /**
   * Environment variable of the worker's container that holds `port`.
   *
   * @default - none
   */
  readonly portFromEnv?: string;

  /**
   * KEDA's parameter `ports`.
   *
   * @default - none
   */
  readonly ports?: string[];

  /**
   * Environment variable of the worker's container that holds `ports`.
   *
   * @default - none
   */
  readonly portsFromEnv?: string;

  /**
   * KEDA's parameter `unsafeSsl`.
   *
   * @default false
   */
  readonly unsafeSsl?: boolean;

  /**
   * KEDA's parameter `activationLagCount`.
   *
   * @default 0
   */
  readonly activationLagCount?: number;

  /**
   * KEDA's parameter `enableTLS`.
   *
   * @default - none
   */
  readonly enableTls?: string;
}

/**
 * KEDA's trigger `redis-streams`.
 *
 * @see https://keda.sh/docs/latest/scalers/
 */
export class RedisStreamsTrigger extends KedaTrigger {
  /**
   * @throws Error if a parameter that the trigger needs is neither here nor in an environment variable or a TriggerAuthentication
   */
  public constructor(options: RedisStreamsTriggerOptions) {
    super('redis-streams', triggerMetadata('RedisStreamsTrigger', options, ['stream'], {
      'pendingEntriesCount': options.pendingEntriesCount,
      'streamLength': options.streamLength,
      'lagCount': options.lagCount,
      'stream': options.stream,
      'consumerGroup': options.consumerGroup,
      'databaseIndex': options.databaseIndex,
      'address': options.address,
      'addressFromEnv': options.addressFromEnv,
      'addresses': options.addresses?.join(','),
      'addressesFromEnv': options.addressesFromEnv,
      'username': options.username,
      'usernameFromEnv': options.usernameFromEnv,
      'password': options.password,
      'passwordFromEnv': options.passwordFromEnv,
      'sentinelUsername': options.sentinelUsername,
      'sentinelUsernameFromEnv': options.sentinelUsernameFromEnv,
      'sentinelPassword': options.sentinelPassword,
      'sentinelPasswordFromEnv': options.sentinelPasswordFromEnv,
      'sentinelMaster': options.sentinelMaster,
      'sentinelMasterFromEnv': options.sentinelMasterFromEnv,
      'host': options.host,
      'hostFromEnv': options.hostFromEnv,
      'hosts': options.hosts?.join(','),
      'hostsFromEnv': options.hostsFromEnv,
      'port': options.port,
      'portFromEnv': options.portFromEnv,
      'ports': options.ports?.join(','),
      'portsFromEnv': options.portsFromEnv,
      'unsafeSsl': options.unsafeSsl,
      'activationLagCount': options.activationLagCount,
      'enableTLS': options.enableTls,
    }), options);
  }
}

/** Options of `SeleniumGridTrigger`. */
export interface SeleniumGridTriggerOptions extends KedaTriggerOptions {
  /** KEDA's parameter `url`. Needed: here or in a TriggerAuthentication. */
  readonly url?: string;

  /**
   * Environment variable of the worker's container that holds `authType`.
   *
   * @default - none
   */
  readonly authTypeFromEnv?: string;

  /**
   * Environment variable of the worker's container that holds `username`.
   *
   * @default - none
   */
  readonly usernameFromEnv?: string;

  /**
   * Environment variable of the worker's container that holds `password`.
   *
   * @default - none
   */
  readonly passwordFromEnv?: string;

  /**
   * Environment variable of the worker's container that holds `accessToken`.
   *
   * @default - none
   */
  readonly accessTokenFromEnv?: string;

  /**
   * KEDA's parameter `browserName`.
   *
   * @default - none
   */
  readonly browserName?: string;

  /**
   * KEDA's parameter `sessionBrowserName`.
   *
   * @default - none
   */
  readonly sessionBrowserName?: string;

  /**
   * KEDA's parameter `browserVersion`.
   *
   * @default - none
   */
  readonly browserVersion?: string;

  /**
   * KEDA's parameter `platformName`.
   *
   * @default - none
   */
  readonly platformName?: string;

  /**
   * KEDA's parameter `activationThreshold`.
   *
   * @default - none
   */
  readonly activationThreshold?: number;

  /**
   * KEDA's parameter `unsafeSsl`.
   *
   * @default false
   */
  readonly unsafeSsl?: boolean;

  /**
   * KEDA's parameter `nodeMaxSessions`.
   *
   * @default 1
   */
  readonly nodeMaxSessions?: number;

  /**
   * KEDA's parameter `enableManagedDownloads`.
   *
   * @default true
   */
  readonly enableManagedDownloads?: boolean;

  /**
   * KEDA's parameter `capabilities`.
   *
   * @default - none
   */
  readonly capabilities?: string;

  /**
   * KEDA's parameter `includeOngoingSessions`.
   *
   * @default true
   */
  readonly includeOngoingSessions?: boolean;
}

/**
 * KEDA's trigger `selenium-grid`.
 *
 * @see https://keda.sh/docs/latest/scalers/
 */
export class SeleniumGridTrigger extends KedaTrigger {
  /**
   * @throws Error if a parameter that the trigger needs is neither here nor in an environment variable or a TriggerAuthentication
   */
  public constructor(options: SeleniumGridTriggerOptions) {
    super('selenium-grid', triggerMetadata('SeleniumGridTrigger', options, ['url'], {
      'url': options.url,
      'authTypeFromEnv': options.authTypeFromEnv,
      'usernameFromEnv': options.usernameFromEnv,
      'passwordFromEnv': options.passwordFromEnv,
      'accessTokenFromEnv': options.accessTokenFromEnv,
      'browserName': options.browserName,
      'sessionBrowserName': options.sessionBrowserName,
      'browserVersion': options.browserVersion,
      'platformName': options.platformName,
      'activationThreshold': options.activationThreshold,
      'unsafeSsl': options.unsafeSsl,
      'nodeMaxSessions': options.nodeMaxSessions,
      'enableManagedDownloads': options.enableManagedDownloads,
      'capabilities': options.capabilities,
      'includeOngoingSessions': options.includeOngoingSessions,
    }), options);
  }
}

/** Options of `SolaceDirectMessagingTrigger`. */
export interface SolaceDirectMessagingTriggerOptions extends KedaTriggerOptions {
  /** KEDA's parameter `solaceSempBaseURL`. */
  readonly solaceSempBaseUrl: string;

  /**
   * Environment variable of the worker's container that holds `username`.
   *
   * @default - none
   */
  readonly usernameFromEnv?: string;

  /**
   * Environment variable of the worker's container that holds `password`.
   *
   * @default - none
   */
  readonly passwordFromEnv?: string;

  /** KEDA's parameter `messageVpn`. */
  readonly messageVpn: string;

  /** KEDA's parameter `clientNamePattern`. */
  readonly clientNamePattern: string;

  /**
   * KEDA's parameter `unsafeSSL`.
   *
   * @default false
   */
  readonly unsafeSsl?: boolean;

  /**
   * KEDA's parameter `queuedMessagesFactor`.
   *
   * @default 3
   */
  readonly queuedMessagesFactor?: number;

  /**
   * KEDA's parameter `aggregatedClientTxByteRateTarget`.
   *
   * @default 0
   */
  readonly aggregatedClientTxByteRateTarget?: number;

  /**
   * KEDA's parameter `aggregatedClientAverageTxByteRateTarget`.
   *
   * @default 0
   */
  readonly aggregatedClientAverageTxByteRateTarget?: number;

  /**
   * KEDA's parameter `aggregatedClientTxMsgRateTarget`.
   *
   * @default 0
   */
  readonly aggregatedClientTxMsgRateTarget?: number;

  /**
   * KEDA's parameter `aggregatedClientAverageTxMsgRateTarget`.
   *
   * @default 0
   */
  readonly aggregatedClientAverageTxMsgRateTarget?: number;

  /**
   * KEDA's parameter `activationAggregatedClientTxByteRateTarget`.
   *
   * @default 0
   */
  readonly activationAggregatedClientTxByteRateTarget?: number;

  /**
   * KEDA's parameter `activationAggregatedClientAverageTxByteRateTarget`.
   *
   * @default 0
   */
  readonly activationAggregatedClientAverageTxByteRateTarget?: number;

  /**
   * KEDA's parameter `activationAggregatedClientTxMsgRateTarget`.
   *
   * @default 0
   */
  readonly activationAggregatedClientTxMsgRateTarget?: number;

  /**
   * KEDA's parameter `activationAggregatedClientAverageTxMsgRateTarget`.
   *
   * @default 0
   */
  readonly activationAggregatedClientAverageTxMsgRateTarget?: number;
}

/**
 * KEDA's trigger `solace-direct-messaging`.
 *
 * @see https://keda.sh/docs/latest/scalers/
 */
export class SolaceDirectMessagingTrigger extends KedaTrigger {
  /**
   * @throws Error if a parameter that the trigger needs is neither here nor in an environment variable or a TriggerAuthentication
   */
  public constructor(options: SolaceDirectMessagingTriggerOptions) {
    super('solace-direct-messaging', triggerMetadata('SolaceDirectMessagingTrigger', options, ['solaceSempBaseURL', 'username', 'password', 'messageVpn', 'clientNamePattern'], {
      'solaceSempBaseURL': options.solaceSempBaseUrl,
      'usernameFromEnv': options.usernameFromEnv,
      'passwordFromEnv': options.passwordFromEnv,
      'messageVpn': options.messageVpn,
      'clientNamePattern': options.clientNamePattern,
      'unsafeSSL': options.unsafeSsl,
      'queuedMessagesFactor': options.queuedMessagesFactor,
      'aggregatedClientTxByteRateTarget': options.aggregatedClientTxByteRateTarget,
      'aggregatedClientAverageTxByteRateTarget': options.aggregatedClientAverageTxByteRateTarget,
      'aggregatedClientTxMsgRateTarget': options.aggregatedClientTxMsgRateTarget,
      'aggregatedClientAverageTxMsgRateTarget': options.aggregatedClientAverageTxMsgRateTarget,
      'activationAggregatedClientTxByteRateTarget': options.activationAggregatedClientTxByteRateTarget,
      'activationAggregatedClientAverageTxByteRateTarget': options.activationAggregatedClientAverageTxByteRateTarget,
      'activationAggregatedClientTxMsgRateTarget': options.activationAggregatedClientTxMsgRateTarget,
      'activationAggregatedClientAverageTxMsgRateTarget': options.activationAggregatedClientAverageTxMsgRateTarget,
    }), options);
  }
}

/** Options of `SolaceEventQueueTrigger`. */
export interface SolaceEventQueueTriggerOptions extends KedaTriggerOptions {
  /** KEDA's parameter `solaceSempBaseURL`. */
  readonly solaceSempBaseUrl: string;

  /** KEDA's parameter `messageVpn`. */
  readonly messageVpn: string;

  /** KEDA's parameter `queueName`. */
  readonly queueName: string;

  /** KEDA's parameter `username`. Needed: here or in `usernameFromEnv` or a TriggerAuthentication. */
  readonly username?: string;

  /**
   * Environment variable of the worker's container that holds `username`.
   *
   * @default - none
   */
  readonly usernameFromEnv?: string;

  /** KEDA's parameter `password`. Needed: here or in `passwordFromEnv` or a TriggerAuthentication. */
  readonly password?: string;

  /**
   * Environment variable of the worker's container that holds `password`.
   *
   * @default - none
   */
  readonly passwordFromEnv?: string;

  /**
   * KEDA's parameter `messageCountTarget`.
   *
   * @default - none
   */
  readonly messageCountTarget?: number;

  /**
   * KEDA's parameter `messageSpoolUsageTarget`.
   *
   * @default - none
   */
  readonly messageSpoolUsageTarget?: number;

  /**
   * KEDA's parameter `messageReceiveRateTarget`.
   *
   * @default - none
   */
  readonly messageReceiveRateTarget?: number;

  /**
   * KEDA's parameter `activationMessageCountTarget`.
   *
   * @default 0
   */
  readonly activationMessageCountTarget?: number;

  /**
   * KEDA's parameter `activationMessageSpoolUsageTarget`.
   *
   * @default 0
   */
  readonly activationMessageSpoolUsageTarget?: number;

  /**
   * KEDA's parameter `activationMessageReceiveRateTarget`.
   *
   * @default 0
   */
  readonly activationMessageReceiveRateTarget?: number;
}

/**
 * KEDA's trigger `solace-event-queue`.
 *
 * @see https://keda.sh/docs/latest/scalers/
 */
export class SolaceEventQueueTrigger extends KedaTrigger {
  /**
   * @throws Error if a parameter that the trigger needs is neither here nor in an environment variable or a TriggerAuthentication
   */
  public constructor(options: SolaceEventQueueTriggerOptions) {
    super('solace-event-queue', triggerMetadata('SolaceEventQueueTrigger', options, ['solaceSempBaseURL', 'messageVpn', 'queueName', 'username', 'password'], {
      'solaceSempBaseURL': options.solaceSempBaseUrl,
      'messageVpn': options.messageVpn,
      'queueName': options.queueName,
      'username': options.username,
      'usernameFromEnv': options.usernameFromEnv,
      'password': options.password,
      'passwordFromEnv': options.passwordFromEnv,
      'messageCountTarget': options.messageCountTarget,
      'messageSpoolUsageTarget': options.messageSpoolUsageTarget,
      'messageReceiveRateTarget': options.messageReceiveRateTarget,
      'activationMessageCountTarget': options.activationMessageCountTarget,
      'activationMessageSpoolUsageTarget': options.activationMessageSpoolUsageTarget,
      'activationMessageReceiveRateTarget': options.activationMessageReceiveRateTarget,
    }), options);
  }
}

/** Options of `SolarwindsTrigger`. */
export interface SolarwindsTriggerOptions extends KedaTriggerOptions {
  /** KEDA's parameter `host`. */
  readonly host: string;

  /** KEDA's parameter `targetValue`. */
  readonly targetValue: number;

  /**
   * KEDA's parameter `activationValue`.
   *
   * @default 0
   */
  readonly activationValue?: number;

  /** KEDA's parameter `metricName`. */
  readonly metricName: string;

  /** KEDA's parameter `aggregation`. */
  readonly aggregation: Aggregation;

  /** KEDA's parameter `intervalS`. */
  readonly intervalS: number;

  /**
   * KEDA's parameter `filter`.
   *
   * @default - none
   */
  readonly filter?: string;
}

/**
 * KEDA's trigger `solarwinds`.
 *
 * @see https://keda.sh/docs/latest/scalers/
 */
export class SolarwindsTrigger extends KedaTrigger {
  /**
   * @throws Error if a parameter that the trigger needs is neither here nor in an environment variable or a TriggerAuthentication
   */
  public constructor(options: SolarwindsTriggerOptions) {
    super('solarwinds', triggerMetadata('SolarwindsTrigger', options, ['host', 'targetValue', 'metricName', 'aggregation', 'intervalS'], {
      'host': options.host,
      'targetValue': options.targetValue,
      'activationValue': options.activationValue,
      'metricName': options.metricName,
      'aggregation': options.aggregation,
      'intervalS': options.intervalS,
      'filter': options.filter,
    }), options);
  }
}

/** Options of `SolrTrigger`. */
export interface SolrTriggerOptions extends KedaTriggerOptions {
  /** KEDA's parameter `host`. */
  readonly host: string;

  /** KEDA's parameter `collection`. */
  readonly collection: string;

  /** KEDA's parameter `targetQueryValue`. */
  readonly targetQueryValue: number;

  /**
   * KEDA's parameter `activationTargetQueryValue`.
   *
   * @default 0
   */
  readonly activationTargetQueryValue?: number;

  /**
   * KEDA's parameter `query`.
   *
   * @default - none
   */
  readonly query?: string;

  /** KEDA's parameter `username`. Needed: here or in a TriggerAuthentication. */
  readonly username?: string;

  /** KEDA's parameter `password`. Needed: here or in a TriggerAuthentication. */
  readonly password?: string;
}

/**
 * KEDA's trigger `solr`.
 *
 * @see https://keda.sh/docs/latest/scalers/
 */
export class SolrTrigger extends KedaTrigger {
  /**
   * @throws Error if a parameter that the trigger needs is neither here nor in an environment variable or a TriggerAuthentication
   */
  public constructor(options: SolrTriggerOptions) {
    super('solr', triggerMetadata('SolrTrigger', options, ['host', 'collection', 'targetQueryValue', 'username', 'password'], {
      'host': options.host,
      'collection': options.collection,
      'targetQueryValue': options.targetQueryValue,
      'activationTargetQueryValue': options.activationTargetQueryValue,
      'query': options.query,
      'username': options.username,
      'password': options.password,
    }), options);
  }
}

/** Options of `SplunkTrigger`. */
export interface SplunkTriggerOptions extends KedaTriggerOptions {
  /** KEDA's parameter `host`. */
  readonly host: string;

  /**
   * KEDA's parameter `unsafeSsl`.
   *
   * @default - none
   */
  readonly unsafeSsl?: boolean;

  /** KEDA's parameter `targetValue`. */
  readonly targetValue: number;

  /** KEDA's parameter `activationValue`. */
  readonly activationValue: number;

  /** KEDA's parameter `savedSearchName`. */
  readonly savedSearchName: string;

  /** KEDA's parameter `valueField`. */
  readonly valueField: string;
}

/**
 * KEDA's trigger `splunk`.
 *
 * @see https://keda.sh/docs/latest/scalers/
 */
export class SplunkTrigger extends KedaTrigger {
  /**
   * @throws Error if a parameter that the trigger needs is neither here nor in an environment variable or a TriggerAuthentication
   */
  public constructor(options: SplunkTriggerOptions) {
    super('splunk', triggerMetadata('SplunkTrigger', options, ['host', 'targetValue', 'activationValue', 'savedSearchName', 'valueField'], {
      'host': options.host,
      'unsafeSsl': options.unsafeSsl,
      'targetValue': options.targetValue,
      'activationValue': options.activationValue,
      'savedSearchName': options.savedSearchName,
      'valueField': options.valueField,
    }), options);
  }
}

/** Options of `SplunkObservabilityTrigger`. */
export interface SplunkObservabilityTriggerOptions extends KedaTriggerOptions {
  /** KEDA's parameter `query`. */
  readonly query: string;

  /** KEDA's parameter `duration`. */
  readonly duration: number;

  /** KEDA's parameter `targetValue`. */
  readonly targetValue: number;

  /**
   * KEDA's parameter `queryAggregator`.
   *
   * @default - avg
   */
  readonly queryAggregator?: SplunkObservabilityQueryAggregator;

  /** KEDA's parameter `activationTargetValue`. */
  readonly activationTargetValue: number;
}

/**
 * KEDA's trigger `splunk-observability`.
 *
 * @see https://keda.sh/docs/latest/scalers/
 */
export class SplunkObservabilityTrigger extends KedaTrigger {
  /**
   * @throws Error if a parameter that the trigger needs is neither here nor in an environment variable or a TriggerAuthentication
   */
  public constructor(options: SplunkObservabilityTriggerOptions) {
    super('splunk-observability', triggerMetadata('SplunkObservabilityTrigger', options, ['query', 'duration', 'targetValue', 'activationTargetValue'], {
      'query': options.query,
      'duration': options.duration,
      'targetValue': options.targetValue,
      'queryAggregator': options.queryAggregator,
      'activationTargetValue': options.activationTargetValue,
    }), options);
  }
}

/** Options of `SumologicTrigger`. */
export interface SumologicTriggerOptions extends KedaTriggerOptions {
  /** KEDA's parameter `host`. */
  readonly host: string;

  /**
   * KEDA's parameter `unsafeSsl`.
   *
   * @default - none
   */
  readonly unsafeSsl?: boolean;

  /** KEDA's parameter `queryType`. */
  readonly queryType: QueryType;

  /**
   * KEDA's parameter `query`.
   *
   * @default - none
   */
  readonly query?: string;

  /**
   * KEDA's parameter `query.*`.
   *
   * @default - none
   */
  readonly queryByName?: { [name: string]: string };

  /**
   * KEDA's parameter `ignoreNullValues`.
   *
   * @default false
   */
  readonly ignoreNullValues?: boolean;

  /**
   * KEDA's parameter `resultQueryRowID`.
   *
   * @default - none
   */
  readonly resultQueryRowId?: string;

  /**
   * KEDA's parameter `quantization`.
   *
   * @default - none
   */
  readonly quantization?: string;

  /**
   * KEDA's parameter `rollup`.
   *
   * @default - Avg
   */
  readonly rollup?: Rollup;

  /**
   * KEDA's parameter `resultField`.
   *
   * @default - none
   */
  readonly resultField?: string;

  /**
   * KEDA's parameter `logsPollingInterval`.
   *
   * @default - none
   */
  readonly logsPollingInterval?: string;

  /**
   * KEDA's parameter `maxRetries`.
   *
   * @default - none
   */
  readonly maxRetries?: number;

  /** KEDA's parameter `timerange`. */
  readonly timerange: string;

  /**
   * KEDA's parameter `timezone`.
   *
   * @default - "UTC"
   */
  readonly timezone?: string;

  /**
   * KEDA's parameter `activationThreshold`.
   *
   * @default 0
   */
  readonly activationThreshold?: number;

  /**
   * KEDA's parameter `queryAggregator`.
   *
   * @default - Avg
   */
  readonly queryAggregator?: SumologicQueryAggregator;

  /** KEDA's parameter `threshold`. */
  readonly threshold: number;
}

/**
 * KEDA's trigger `sumologic`.
 *
 * @see https://keda.sh/docs/latest/scalers/
 */
export class SumologicTrigger extends KedaTrigger {
  /**
   * @throws Error if a parameter that the trigger needs is neither here nor in an environment variable or a TriggerAuthentication
   */
  public constructor(options: SumologicTriggerOptions) {
    super('sumologic', triggerMetadata('SumologicTrigger', options, ['host', 'queryType', 'timerange', 'threshold'], {
      'host': options.host,
      'unsafeSsl': options.unsafeSsl,
      'queryType': options.queryType,
      'query': options.query,
      'query.*': options.queryByName,
      'ignoreNullValues': options.ignoreNullValues,
      'resultQueryRowID': options.resultQueryRowId,
      'quantization': options.quantization,
      'rollup': options.rollup,
      'resultField': options.resultField,
      'logsPollingInterval': options.logsPollingInterval,
      'maxRetries': options.maxRetries,
      'timerange': options.timerange,
      'timezone': options.timezone,
      'activationThreshold': options.activationThreshold,
      'queryAggregator': options.queryAggregator,
      'threshold': options.threshold,
    }), options);
  }
}

/** Options of `TemporalTrigger`. */
export interface TemporalTriggerOptions extends KedaTriggerOptions {
  /** KEDA's parameter `endpoint`. Needed: here or in `endpointFromEnv`. */
  readonly endpoint?: string;

  /**
   * Environment variable of the worker's container that holds `endpoint`.
   *
   * @default - none
   */
  readonly endpointFromEnv?: string;

  /**
   * KEDA's parameter `namespace`.
   *
   * @default - "default"
   */
  readonly namespace?: string;

  /**
   * Environment variable of the worker's container that holds `namespace`.
   *
   * @default - none
   */
  readonly namespaceFromEnv?: string;

  /**
   * KEDA's parameter `activationTargetQueueSize`.
   *
   * @default 0
   */
  readonly activationTargetQueueSize?: number;

  /**
   * KEDA's parameter `targetQueueSize`.
   *
   * @default 5
   */
  readonly targetQueueSize?: number;

  /** KEDA's parameter `taskQueue`. Needed: here or in `taskQueueFromEnv`. */
  readonly taskQueue?: string;

  /**
   * Environment variable of the worker's container that holds `taskQueue`.
   *
   * @default - none
   */
  readonly taskQueueFromEnv?: string;

  /**
   * KEDA's parameter `queueTypes`.
   *
   * @default - none
   */
  readonly queueTypes?: string[];

  /**
   * KEDA's parameter `workerDeploymentName`.
   *
   * @default - none
   */
  readonly workerDeploymentName?: string;

  /**
   * Environment variable of the worker's container that holds `workerDeploymentName`.
   *
   * @default - none
   */
  readonly workerDeploymentNameFromEnv?: string;

  /**
   * KEDA's parameter `workerDeploymentBuildId`.
   *
   * @default - none
   */
  readonly workerDeploymentBuildId?: string;

  /**
   * Environment variable of the worker's container that holds `workerDeploymentBuildId`.
   *
   * @default - none
   */
  readonly workerDeploymentBuildIdFromEnv?: string;

  /**
   * KEDA's parameter `includeRunningWorkflowCount`.
   *
   * @default false
   */
  readonly includeRunningWorkflowCount?: boolean;

  /**
   * KEDA's parameter `workflowTaskQueueForCount`.
   *
   * @default - none
   */
  readonly workflowTaskQueueForCount?: string;

  /**
   * Environment variable of the worker's container that holds `workflowTaskQueueForCount`.
   *
   * @default - none
   */
  readonly workflowTaskQueueForCountFromEnv?: string;

  /**
   * Environment variable of the worker's container that holds `apiKey`.
   *
   * @default - none
   */
  readonly apiKeyFromEnv?: string;

  /**
   * KEDA's parameter `minConnectTimeout`.
   *
   * @default 5
   */
  readonly minConnectTimeout?: number;

  /**
   * KEDA's parameter `enableTLS`.
   *
   * @default true
   */
  readonly enableTls?: boolean;

  /**
   * KEDA's parameter `unsafeSsl`.
   *
   * @default - none
   */
  readonly unsafeSsl?: boolean;

  /**
   * KEDA's parameter `tlsServerName`.
   *
   * @default - none
   */
  readonly tlsServerName?: string;
}

/**
 * KEDA's trigger `temporal`.
 *
 * @see https://keda.sh/docs/latest/scalers/
 */
export class TemporalTrigger extends KedaTrigger {
  /**
   * @throws Error if a parameter that the trigger needs is neither here nor in an environment variable or a TriggerAuthentication
   */
  public constructor(options: TemporalTriggerOptions) {
    super('temporal', triggerMetadata('TemporalTrigger', options, ['endpoint', 'taskQueue'], {
      'endpoint': options.endpoint,
      'endpointFromEnv': options.endpointFromEnv,
      'namespace': options.namespace,
      'namespaceFromEnv': options.namespaceFromEnv,
      'activationTargetQueueSize': options.activationTargetQueueSize,
      'targetQueueSize': options.targetQueueSize,
      'taskQueue': options.taskQueue,
      'taskQueueFromEnv': options.taskQueueFromEnv,
      'queueTypes': options.queueTypes?.join(','),
      'workerDeploymentName': options.workerDeploymentName,
      'workerDeploymentNameFromEnv': options.workerDeploymentNameFromEnv,
      'workerDeploymentBuildId': options.workerDeploymentBuildId,
      'workerDeploymentBuildIdFromEnv': options.workerDeploymentBuildIdFromEnv,
      'includeRunningWorkflowCount': options.includeRunningWorkflowCount,
      'workflowTaskQueueForCount': options.workflowTaskQueueForCount,
      'workflowTaskQueueForCountFromEnv': options.workflowTaskQueueForCountFromEnv,
      'apiKeyFromEnv': options.apiKeyFromEnv,
      'minConnectTimeout': options.minConnectTimeout,
      'enableTLS': options.enableTls,
      'unsafeSsl': options.unsafeSsl,
      'tlsServerName': options.tlsServerName,
    }), options);
  }
}

/** What KEDA accepts as Aggregation. */
export enum Aggregation {
  /** AVG */
  AVG = 'AVG',
  /** COUNT */
  COUNT = 'COUNT',
  /** LAST */
  LAST = 'LAST',
  /** MAX */
  MAX = 'MAX',
  /** MIN */
  MIN = 'MIN',
  /** SUM */
  SUM = 'SUM',
}

/** What KEDA accepts as AggregationType. */
export enum AggregationType {
  /** average */
  AVERAGE = 'average',
  /** max */
  MAX = 'max',
  /** min */
  MIN = 'min',
  /** sum */
  SUM = 'sum',
}

/** What KEDA accepts as AuthMode. */
export enum AuthMode {
  /** apiKey */
  API_KEY = 'apiKey',
  /** basic */
  BASIC = 'basic',
  /** bearer */
  BEARER = 'bearer',
  /** custom */
  CUSTOM = 'custom',
  /** oauth */
  OAUTH = 'oauth',
  /** tls */
  TLS = 'tls',
}

/** What KEDA accepts as DriverName. */
export enum DriverName {
  /** azuresql */
  AZURESQL = 'azuresql',
  /** sqlserver */
  SQLSERVER = 'sqlserver',
}

/** What KEDA accepts as Format. */
export enum Format {
  /** json */
  JSON = 'json',
  /** number */
  NUMBER = 'number',
  /** yaml */
  YAML = 'yaml',
}

/** What KEDA accepts as InfluxVersion. */
export enum InfluxVersion {
  /** 2 */
  VERSION_2 = '2',
  /** 3 */
  VERSION_3 = '3',
}

/** What KEDA accepts as KafkaSasl. */
export enum KafkaSasl {
  /** gssapi */
  GSSAPI = 'gssapi',
  /** none */
  NONE = 'none',
  /** oauthbearer */
  OAUTHBEARER = 'oauthbearer',
  /** plaintext */
  PLAINTEXT = 'plaintext',
  /** scram_sha256 */
  SCRAM_SHA256 = 'scram_sha256',
  /** scram_sha512 */
  SCRAM_SHA512 = 'scram_sha512',
}

/** What KEDA accepts as Method. */
export enum Method {
  /** header */
  HEADER = 'header',
  /** query */
  QUERY = 'query',
}

/** What KEDA accepts as MetricFilter. */
export enum MetricFilter {
  /** average */
  AVERAGE = 'average',
  /** max */
  MAX = 'max',
  /** min */
  MIN = 'min',
  /** sum */
  SUM = 'sum',
}

/** What KEDA accepts as MetricsApiFormat. */
export enum MetricsApiFormat {
  /** json */
  JSON = 'json',
  /** prometheus */
  PROMETHEUS = 'prometheus',
  /** xml */
  XML = 'xml',
  /** yaml */
  YAML = 'yaml',
}

/** What KEDA accepts as OffsetResetPolicy. */
export enum OffsetResetPolicy {
  /** earliest */
  EARLIEST = 'earliest',
  /** latest */
  LATEST = 'latest',
}

/** What KEDA accepts as Operation. */
export enum Operation {
  /** avg */
  AVG = 'avg',
  /** max */
  MAX = 'max',
  /** sum */
  SUM = 'sum',
}

/** What KEDA accepts as QueryAggregator. */
export enum QueryAggregator {
  /** average */
  AVERAGE = 'average',
  /** max */
  MAX = 'max',
}

/** What KEDA accepts as QueryType. */
export enum QueryType {
  /** logs */
  LOGS = 'logs',
  /** metrics */
  METRICS = 'metrics',
}

/** What KEDA accepts as QueueLengthStrategy. */
export enum QueueLengthStrategy {
  /** all */
  ALL = 'all',
  /** visibleonly */
  VISIBLEONLY = 'visibleonly',
}

/** What KEDA accepts as ResourceKind. */
export enum ResourceKind {
  /** ConfigMap */
  CONFIG_MAP = 'ConfigMap',
  /** Secret */
  SECRET = 'Secret',
}

/** What KEDA accepts as Rollup. */
export enum Rollup {
  /** Avg */
  AVG = 'Avg',
  /** Count */
  COUNT = 'Count',
  /** Max */
  MAX = 'Max',
  /** Min */
  MIN = 'Min',
  /** Sum */
  SUM = 'Sum',
}

/** What KEDA accepts as RunnerScope. */
export enum RunnerScope {
  /** ent */
  ENT = 'ent',
  /** org */
  ORG = 'org',
  /** repo */
  REPO = 'repo',
}

/** What KEDA accepts as Sasl. */
export enum Sasl {
  /** aws_msk_iam */
  AWS_MSK_IAM = 'aws_msk_iam',
  /** gssapi */
  GSSAPI = 'gssapi',
  /** none */
  NONE = 'none',
  /** plaintext */
  PLAINTEXT = 'plaintext',
  /** scram_sha256 */
  SCRAM_SHA256 = 'scram_sha256',
  /** scram_sha512 */
  SCRAM_SHA512 = 'scram_sha512',
}

/** What KEDA accepts as SaslTokenProvider. */
export enum SaslTokenProvider {
  /** aws_msk_iam */
  AWS_MSK_IAM = 'aws_msk_iam',
  /** bearer */
  BEARER = 'bearer',
}

/** What KEDA accepts as SplunkObservabilityQueryAggregator. */
export enum SplunkObservabilityQueryAggregator {
  /** avg */
  AVG = 'avg',
  /** count */
  COUNT = 'count',
  /** latest */
  LATEST = 'latest',
  /** max */
  MAX = 'max',
  /** min */
  MIN = 'min',
  /** sum */
  SUM = 'sum',
}

/** What KEDA accepts as SumologicQueryAggregator. */
export enum SumologicQueryAggregator {
  /** Avg */
  AVG = 'Avg',
  /** Count */
  COUNT = 'Count',
  /** Latest */
  LATEST = 'Latest',
  /** Max */
  MAX = 'Max',
  /** Min */
  MIN = 'Min',
  /** Sum */
  SUM = 'Sum',
}

/** What KEDA accepts as Tls. */
export enum Tls {
  /** disable */
  DISABLE = 'disable',
  /** enable */
  ENABLE = 'enable',
}

/** What KEDA accepts as ValueType. */
export enum ValueType {
  /** float64 */
  FLOAT64 = 'float64',
  /** int64 */
  INT64 = 'int64',
  /** quantity */
  QUANTITY = 'quantity',
}
