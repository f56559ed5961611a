export { keepIssues, type IssuePorts, type IssueReport } from './keep.js';
