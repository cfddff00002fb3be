import { search } from './src/migrations/0013-search.ts'
const s = search.replaceAll('msg.', 'search_w6.').replace(/create index[^;]*;/, '')
console.log(`drop type if exists search_w6.search_query, search_w6.search_hit, search_w6.search_place cascade; drop function if exists search_w6.msg_search_page_1, search_w6.msg_search_cut_1, search_w6.msg_search_between_1;` + s)
